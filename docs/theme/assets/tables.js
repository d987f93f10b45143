/* A table that is wider than the page can be moved with the keyboard. */
const reach = () => {
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap"))
    wrap.scrollWidth > wrap.clientWidth ? wrap.setAttribute("tabindex", "0") : wrap.removeAttribute("tabindex");
};
addEventListener("load", reach);
addEventListener("resize", reach);
