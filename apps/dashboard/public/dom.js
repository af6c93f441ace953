/** @typedef {Node | string | number | false | null | undefined} Child */
/** @typedef {Record<string, unknown> & { on?: Record<string, (event: any) => void> }} Properties */

/**
 * An HTML element. Properties are attributes (`true` sets an empty one, `false` and `undefined` leave it out);
 * `on` holds listeners by event.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties = {}, ...children) {
  return filled(document.createElement(tag), properties, children);
}

/**
 * An SVG element, like {@link h}.
 *
 * @param {string} tag
 * @param {Properties} [properties]
 * @param {...(Child | Child[])} children
 * @returns {SVGElement}
 */
export function s(tag, properties = {}, ...children) {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', tag), properties, children);
}

/**
 * @template {Element} Kind
 * @param {Kind} element
 * @param {Properties} properties
 * @param {(Child | Child[])[]} children
 * @returns {Kind}
 */
function filled(element, { on = {}, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, String(value));
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...present(children));
  return element;
}

/**
 * @param {(Child | Child[])[]} children
 * @returns {(Node | string)[]}
 */
export function present(children) {
  return children
    .flat()
    .filter((child) => child !== false && child !== null && child !== undefined && child !== '')
    .map((child) => (typeof child === 'number' ? String(child) : /** @type {Node | string} */ (child)));
}
