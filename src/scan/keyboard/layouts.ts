/** Keyboard layouts: a scanner types keys, and the computer reads them by its own layout. */

export type Layout = 'us' | 'fr' | 'de' | 'es' | 'it' | 'ru'

/** The layouts told apart, the scanner's usual one first. */
export const layouts: readonly Layout[] = ['us', 'fr', 'de', 'es', 'it', 'ru']

// One character a key, rows from the digits to the space bar, each row plain and then with Shift.
// A space stands for a key that gives no character of its own.
const keys: Readonly<Record<Layout, string>> = {
  us: '`1234567890-=qwertyuiop[]\\asdfghjkl;\'zxcvbnm,./~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?',
  fr: '²&é"\'(-è_çà)=azertyuiop^$*qsdfghjklmùwxcvbn,;:! 1234567890°+AZERTYUIOP¨£µQSDFGHJKLM%WXCVBN?./§',
  de: '^1234567890ß´qwertzuiopü+#asdfghjklöäyxcvbnm,.-°!"§$%&/()=?`QWERTZUIOPÜ*\'ASDFGHJKLÖÄYXCVBNM;:_',
  es: 'º1234567890\'¡qwertyuiop`+çasdfghjklñ´zxcvbnm,.-ª!"·$%&/()=?¿QWERTYUIOP^*ÇASDFGHJKLÑ¨ZXCVBNM;:_',
  it: '\\1234567890\'ìqwertyuiopè+ùasdfghjklòàzxcvbnm,.-|!"£$%&/()=?^QWERTYUIOPé*§ASDFGHJKLç°ZXCVBNM;:_',
  ru: 'ё1234567890-=йцукенгшщзхъ\\фывапролджэячсмитьбю.Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪ/ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,',
}

/**
 * What the scanner meant, when it types for `scanner` and the computer reads by `host`. Null when a
 * character is not on the host's keyboard, or the text comes out unchanged.
 */
export function retype(text: string, host: Layout, scanner: Layout): string | null {
  const from = keys[host]
  const to = keys[scanner]
  let meant = ''
  for (const character of text) {
    const key = character === ' ' ? -1 : from.indexOf(character)
    // GS and the like are not printing keys: they stay as they are.
    if (key < 0 && character > ' ') return null
    meant += key < 0 ? character : to.charAt(key)
  }
  return meant === text || meant.includes(' ') !== text.includes(' ') ? null : meant
}
