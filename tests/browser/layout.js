/* What is wrong with how the page lies in this window, a line each: too wide, text cut, covered or outside,
   targets smaller than 24 px, something that sticks over more than a third of the window. */
async () => {
  await new Promise(requestAnimationFrame); // what follows the size of the window by script
  const { innerWidth: width, innerHeight: height } = window;
  const root = document.documentElement;
  const faults = new Set();
  const name = (element) => `${element.tagName.toLowerCase()}${element.id && `#${element.id}`}.${element.className}`;
  const words = (element) => element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
  const fault = (kind, element, more = "") =>
    faults.add(`${kind}: ${name(element.parentElement)} > ${name(element)} "${words(element)}" ${more}`);
  const style = (element) => getComputedStyle(element);
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  /* The nearest box that is so, the element itself or one around it; each is asked once. */
  const above = (test) => {
    const known = new Map([[root, null]]);
    const find = (element) => {
      if (!known.has(element)) known.set(element, test(element) ? element : find(element.parentElement));
      return known.get(element);
    };
    return find;
  };
  const hidden = above((box) => style(box).clipPath !== "none" || box.matches(".skip"));
  const floating = above((box) => /sticky|fixed|absolute/.test(style(box).position));
  const scrolling = above((box) => style(box).overflowX !== "visible");

  if (root.scrollWidth > root.clientWidth) faults.add(`${root.scrollWidth} px wide`);

  /* Cut on purpose: with an ellipsis, or after so many lines. */
  for (const element of document.body.querySelectorAll("*")) {
    const { overflowX, overflowY, textOverflow, webkitLineClamp, display, position } = style(element);
    if (display === "inline" || element.closest("svg, select") || !seen(element)) continue;
    const box = element.getBoundingClientRect();
    if (/sticky|fixed/.test(position) && box.height > height / 3 && box.width > width / 2 && box.top < height) {
      if (words(element)) fault("sticks", element, `${box.height} px`);
    }
    if (textOverflow === "ellipsis" || webkitLineClamp !== "none" || hidden(element)) continue;
    const clips = (overflow) => overflow === "hidden" || overflow === "clip";
    const wide = clips(overflowX) && element.scrollWidth > element.clientWidth + 1;
    const high = clips(overflowY) && element.scrollHeight > element.clientHeight + 2;
    if ((wide || high) && words(element)) fault("cut", element);
  }

  /* Each line of text as far as it shows, with what floats over the page left out. */
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode() && lines.length < 3000) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest("script, template, option, svg")) continue;
    if (!seen(element) || hidden(element)) continue;
    if (floating(element)) continue;
    if (style(element).textOverflow === "ellipsis") continue;
    const scroller = scrolling(element);
    range.selectNodeContents(walker.currentNode);
    for (const rect of range.getClientRects()) {
      if (!scroller && (rect.left < -1 || rect.right > width + 1)) fault("outside", element);
      if (rect.width > 2 && rect.top < height && rect.bottom > 0) lines.push({ element, rect, scroller });
    }
  }
  lines.sort((one, other) => one.rect.top - other.rect.top);
  for (const [at, { element, rect, scroller }] of lines.entries()) {
    for (let next = at + 1; next < lines.length && lines[next].rect.top < rect.bottom - 4; next += 1) {
      const other = lines[next];
      const across = Math.min(rect.right, other.rect.right) - Math.max(rect.left, other.rect.left);
      if (across > 4 && other.scroller === scroller && other.rect.bottom > rect.top + 4) {
        fault("covered", element, `by "${words(other.element)}"`);
      }
    }
  }

  /* WCAG 2.5.8; links within a sentence are free of it. */
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=button]")) {
    if (element.disabled || !seen(element) || hidden(element)) continue;
    const label = element.matches("[type=checkbox], [type=radio]") && element.labels[0];
    const box = (label || element).getBoundingClientRect();
    const sentence = [...element.parentElement.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (box.width && !sentence && Math.min(box.width, box.height) < 23.5) {
      fault("small", element, `${box.width} × ${box.height}`);
    }
  }
  return [...faults];
};
