/** `Object.hasOwn` for browsers before Chromium 93: a name out of data must never find what every object inherits. */
export function hasOwn(object: object, name: PropertyKey): boolean {
  return Object.prototype.hasOwnProperty.call(object, name)
}
