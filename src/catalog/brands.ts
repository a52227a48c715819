/** `brands.json`: brands with their names in every script, barcode prefixes and serial rules. */
import * as z from 'zod/mini'
import { utf8ToText } from '../core/bytes.ts'
import { CheckoutError } from '../core/errors.ts'
import { parse, patternSchema, textSchema } from '../core/schema.ts'
import { isSafeSerialPattern } from '../scan/serial-pattern.ts'
import type { Brand, SerialRule } from './listing.ts'

export interface BrandsFile {
  readonly v: 1
  readonly brands: readonly Brand[]
}

/** Most bytes of `brands.json`: 8 MiB. */
export const brandsLimitBytes = 8_388_608

/** Ids of brands and serial rules: `"haier"`. */
const idSchema = patternSchema(
  /^[a-z0-9][a-z0-9_.-]{0,59}$/,
  '1 to 60 lower-case letters, digits, dots, hyphens or underscores',
)

const serialRuleSchema: z.ZodMiniType<SerialRule> = z.strictObject({
  id: idSchema,
  pattern: z.string().check(z.refine(isSafeSerialPattern, 'a serial pattern of the safe subset')),
  example: textSchema(60),
})

export const brandSchema: z.ZodMiniType<Brand> = z.strictObject({
  id: idSchema,
  names: z.array(textSchema(80)).check(z.minLength(1), z.maxLength(40)),
  // GS1 company prefixes have 4 to 12 digits (GS1 General Specifications §1.4.1).
  prefixes: z.array(patternSchema(/^\d{4,12}$/, '4 to 12 digits')).check(z.maxLength(1000)),
  serialRules: z.array(serialRuleSchema).check(z.maxLength(50)),
})

export const brandsSchema: z.ZodMiniType<readonly Brand[]> = z.array(brandSchema).check(z.maxLength(20_000))

export const brandsFileSchema: z.ZodMiniType<BrandsFile> = z.strictObject({
  v: z.literal(1),
  brands: brandsSchema,
})

/**
 * @param file the bytes of `brands.json`
 * @throws {@link CheckoutError} `BRANDS_INVALID` naming the member that is wrong, or the id that comes twice
 */
export function readBrands(file: Uint8Array): readonly Brand[] {
  if (file.length > brandsLimitBytes) {
    throw new CheckoutError('BRANDS_INVALID', `brands.json is over ${brandsLimitBytes} bytes`, { field: 'brands' })
  }
  const { brands } = parse(brandsFileSchema, jsonOf(file), 'brands', 'BRANDS_INVALID')
  const ids = new Set<string>()
  brands.forEach(({ id }, i) => {
    if (ids.has(id))
      throw new CheckoutError('BRANDS_INVALID', `brands.${i}.id: ${id} comes twice`, {
        field: `brands.${i}.id`,
        received: id,
      })
    ids.add(id)
  })
  return brands
}

function jsonOf(file: Uint8Array): unknown {
  try {
    return JSON.parse(utf8ToText(file, 'brands.json'))
  } catch (cause) {
    throw new CheckoutError('BRANDS_INVALID', 'brands.json is not JSON in UTF-8', { field: 'brands', cause })
  }
}
