/* What opens over the grid: where it stands, and the keys that walk its items. */

/* Below what it belongs to, or above where there is no room; with `over` on it. Styles go on the root, as all of the
   grid do. */
export function put(pop, element, over = false) {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const box = { left, right, top, bottom: over ? top - 4 : bottom };
  const below = box.bottom + 4 + pop.offsetHeight <= innerHeight;
  const root = document.documentElement.style;
  root.setProperty("--pick-x", `${Math.max(8, Math.min(box.left, innerWidth - pop.offsetWidth - 8))}px`);
  root.setProperty("--pick-y", `${Math.max(8, below ? box.bottom + 4 : box.top - pop.offsetHeight - 4)}px`);
}

/* Whether the key was one that goes from item to item. */
export function walk(items, key) {
  const at = items.indexOf(document.activeElement);
  const steps = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at + items.length - 1) % items.length,
    Home: 0,
    End: -1,
  };
  if (!(key in steps)) return false;
  items.at(steps[key]).focus();
  return true;
}
