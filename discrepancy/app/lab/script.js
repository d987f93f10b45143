// What ipywidgets leaves out: names of sliders and their values in words for screen readers, copies, and files that were asked for.
(() => {
  if (window.discrepancyLab) return;
  window.discrepancyLab = true;
  document.documentElement.classList.add("discrepancy-script");
  const kept = new Set();
  const set = (element, name, value) => value && element.getAttribute(name) !== value && element.setAttribute(name, value);
  const text = (element, selector) => element?.querySelector(selector)?.textContent.trim();
  const name = () => {
    for (const handle of document.querySelectorAll(".discrepancy .noUi-handle")) {
      const slider = handle.closest(".widget-hslider");
      const said = text(handle.closest(".assumed"), ".quiet");
      set(handle, "aria-label", said ?? text(slider, ".widget-label"));
      set(handle, "aria-valuetext", text(slider, ".widget-readout"));
    }
    for (const button of document.querySelectorAll(".discrepancy .arrow")) set(button, "aria-label", button.title);
    for (const button of document.querySelectorAll(".discrepancy .narrow")) {
      const width = button.parentElement.clientWidth;  // 0 while it is not to be seen
      if (width && (width < 480) !== button.classList.contains("mod-active")) button.click();
    }
    for (const link of document.querySelectorAll(".discrepancy a.ready")) {
      if (kept.has(link.dataset.once)) continue;
      kept.add(link.dataset.once);
      link.click();
    }
  };
  let due = 0;
  new MutationObserver(() => { due ||= requestAnimationFrame(() => { due = 0; name(); }); }).observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["aria-valuetext", "title"],
  });
  addEventListener("resize", name);
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".discrepancy .copy");
    if (!button) return;
    const from = button.parentElement.querySelector("pre"), before = button.textContent;
    try {
      await navigator.clipboard.writeText(from.textContent);
      button.textContent = "Copied";
    } catch {  // a page without https has no clipboard: what is selected can be copied by hand
      getSelection().selectAllChildren(from);
      button.textContent = "Selected: press Ctrl or ⌘ with C";
    }
    setTimeout(() => { button.textContent = before; }, 2500);
  });
  name();
})();
