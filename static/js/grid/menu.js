/* What opens over the grid: where it stands, and the keys that walk its items. */

/* Below what it belongs to, or above where there is no room; with `over` on it. It is measured before it is moved, and
   the place is said on it alone: said on the root, it would make the browser look at every cell again. */
export function put(pop, element, over = false) {
  const { left, top, bottom } = element.getBoundingClientRect();
  const [width, height] = [pop.offsetWidth, pop.offsetHeight];
  const under = (over ? top - 4 : bottom) + 4;
  const y = under + height <= innerHeight ? under : top - height - 4;
  pop.style.setProperty("--pick-x", `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`);
  pop.style.setProperty("--pick-y", `${Math.max(8, y)}px`);
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
