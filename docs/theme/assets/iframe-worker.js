/* From a folder a browser starts no worker, and the search is one: there its script runs in a hidden frame instead. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      const inside = this.inside = frame.contentWindow;
      inside.document.write(`<!doctype html><html lang="en"><title>Search</title><script>
        window.postMessage = data => parent.dispatchEvent(new MessageEvent("worker", {data}));
        window.importScripts = (...all) => all.reduce((done, src) => done.then(() => new Promise(ready => {
          const script = document.createElement("script");
          Object.assign(script, {src, onload: ready});
          document.body.append(script);
        })), Promise.resolve());
      <\/script><body><script src="${address}"><\/script></body></html>`);
      inside.document.close();
      addEventListener("worker", event => this.dispatchEvent(new MessageEvent("message", {data: event.data})));
      this.ready = new Promise(ready => frame.addEventListener("load", ready, {once: true}));
    }
    postMessage(data) { this.ready.then(() => this.inside.dispatchEvent(new MessageEvent("message", {data}))); }
    terminate() {}
  };
}
