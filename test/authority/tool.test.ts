/** The tool as people run it: command lines, exit codes, files on disk. */
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands, runTool } from '../../src/authority/run-tool.ts'

const nowMs = Date.parse('2026-03-06T10:00:00+08:00')
const day = 86_400_000
let folder = ''

async function run(...args: readonly string[]) {
  return runAt(nowMs, ...args)
}
async function runAt(atMs: number, ...args: readonly string[]) {
  const written = { out: '', err: '' }
  const code = await runTool(args, {
    out: { write: (text) => (written.out += text) },
    err: { write: (text) => (written.err += text) },
    env: { LANG: 'en_GB.UTF-8' },
    now: () => atMs,
  })
  return { code, ...written }
}
const containing = (text: string): unknown => expect.stringContaining(text)
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern)
const at = (...parts: readonly string[]): string => join(folder, ...parts)
const verified = (place: string, atMs = nowMs) =>
  runAt(atMs, 'verify', at(place, 'repository'), '--root', at(place, 'repository/metadata/1.root.json'))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authority-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the command line', () => {
  it('lists its commands, and helps with each in both languages', async () => {
    expect(await run()).toMatchObject({ code: 0, out: containing('rotate-root') })
    for (const { name, options } of commands) {
      for (const [language, words] of Object.entries({ en: /^[ -~]+\n\n/m, zh: /\p{Script=Han}/u })) {
        const { code, out } = await run(name, '--help', '--lang', language)
        expect(code).toBe(0)
        expect(out).toMatch(words)
        for (const option of Object.keys(options))
          expect(out, `${name} says what --${option} does`).toContain(`--${option}`)
      }
    }
  })

  it.each([
    [['frobnicate'], /no command "frobnicate"/],
    [['check'], /needs <folder>/],
    [['check', 'x', '--nope'], /--nope/],
  ])('refuses %j', async (args, message) => {
    expect(await run(...args)).toMatchObject({ code: 2, err: matching(message) })
  })

  it.each([
    [['check', 'nowhere'], /OPTIONS_INVALID: nowhere has no authority\.json: make one with/],
    [['init', 'x', '--share', 'brands=1/2'], /2 of 1 keys cannot be/],
    [['init', 'y', '--share', 'brands'], /written role=keys\/threshold/],
    [['init', 'z', '--sample', '--count', '0'], /whole number from 1/],
    [['init', 'z', '--share', 'brnads=3/2'], /no role brnads/],
    [['check', 'nowhere', '--limit', 'abc'], /--limit must be a whole number from 0/],
    [['build', 'nowhere', '--limit=-1'], /--limit must be a whole number/],
    [['diff', 'nowhere', '--limit', '1e9'], /--limit must be a whole number/],
  ])('says what to do after %j', async ([command = '', place = '', ...rest], message) => {
    expect(await run(command, place === 'nowhere' ? place : at(place), ...rest)).toMatchObject({
      code: 3,
      err: matching(message),
    })
  })
})

describe('a folder', () => {
  it.each([
    ['shares that cannot be', ['--share', 'brands=1/2']],
    ['a passphrase that is too short', ['--passphrase-file', 'short']],
  ])('is as it was after an init with %s, and takes the next', async (_, options) => {
    await writeFile(at('short'), 'short\n')
    const named = options.map((each) => (each === 'short' ? at('short') : each))
    expect(await run('init', at('again'), ...named)).toMatchObject({ code: 3 })
    expect(existsSync(at('again'))).toBe(false)
  })

  it.runIf(existsSync('/proc'))('that takes no others is told, whatever is asked for below it', async () => {
    expect(await run('init', '/proc/tradein/below')).toMatchObject({ code: 3, err: containing('/proc/tradein') })
  })
})

describe('a project', () => {
  beforeAll(async () => {
    expect(await run('init', at('one'), '--sample', '--count', '500')).toMatchObject({ code: 0 })
    expect(await run('build', at('one'))).toMatchObject({ code: 0 })
  }, 60_000)

  it('keeps private keys where only their owner reads them, offline and online apart', async () => {
    const roles = async (place: string): Promise<string[]> =>
      (await readdir(at('one/keys', place))).map((name) => name.split('-')[0] ?? '').sort()
    expect(await roles('offline')).toEqual(['brands', 'root', 'scheme', 'targets'])
    expect(await roles('online')).toEqual(['redeemed', 'snapshot', 'timestamp'])
    for (const name of await readdir(at('one/keys/offline')))
      expect((await stat(at('one/keys/offline', name))).mode & 0o777).toBe(0o600)
    const published = await readdir(at('one/repository'), { recursive: true, withFileTypes: true })
    for (const file of published.filter((entry) => entry.isFile())) {
      expect(await readFile(join(file.parentPath, file.name), 'latin1')).not.toContain('PRIVATE KEY')
    }
  })

  it('publishes what a till accepts', async () => {
    expect(await verified('one')).toMatchObject({
      code: 0,
      out: containing('files verified, issued 2026-03-06T02:00:00Z'),
    })
    expect(await run('inspect', at('one/repository'))).toMatchObject({
      code: 0,
      out: containing('25 brands, 500 listings'),
    })
  })

  it.each([
    [
      ['verify', 'one/repository', '--root', 'nowhere.json'],
      /OPTIONS_INVALID: \S+nowhere\.json: there is no such file/,
    ],
    [['verify', 'one/repository', '--root', 'one'], /OPTIONS_INVALID: .*it is a folder/],
    [['build', 'one', '--passphrase-file', 'nowhere'], /OPTIONS_INVALID: \S+nowhere: there is no such file/],
    [
      ['check', 'one', '--report', 'no/such/report.csv'],
      /OPTIONS_INVALID: \S+report\.csv: there is no such file or folder/,
    ],
    [['sign', 'nowhere', '--key', 'nowhere'], /OPTIONS_INVALID: \S+nowhere: there is no such file/],
  ])('names the file that %j cannot use', async ([command = '', ...rest], message) => {
    const args = rest.map((each) => (each.startsWith('--') ? each : at(each)))
    expect(await run(command, ...args)).toMatchObject({ code: 3, err: matching(message) })
  })

  it('says so when no server answers', async () => {
    expect(await run('inspect', 'http://127.0.0.1:1/repository')).toMatchObject({
      code: 3,
      err: containing('TRANSPORT_FAILED: the server does not answer'),
    })
  })

  it('is not made a second time over its keys', async () => {
    expect(await run('init', at('one'))).toMatchObject({ code: 3, err: containing('holds a project already') })
  })

  it('lapses without a daily timestamp, and lives on with one', async () => {
    expect(await verified('one', nowMs + 4 * day)).toMatchObject({ code: 3, err: containing('METADATA_EXPIRED') })
    expect(await runAt(nowMs + 2 * day, 'timestamp', at('one'))).toMatchObject({ code: 0 })
    expect(await verified('one', nowMs + 4 * day)).toMatchObject({ code: 0 })
  })

  it('shows what a change to the tables would change for tills', async () => {
    expect(await runAt(nowMs + 2 * day, 'diff', at('one'))).toMatchObject({
      code: 0,
      out: '0 added, 0 removed, 0 changed\n',
    })
    const table = at('one/tables/listings.csv')
    const lines = (await readFile(table, 'utf8')).split('\r\n')
    const price = /,(\d+\.\d\d),/.exec(lines[1] ?? '')?.[1] ?? ''
    await writeFile(
      table,
      [lines[0], (lines[1] ?? '').replace(`,${price},`, ',1999.50,'), ...lines.slice(3)].join('\r\n'),
    )
    const { code, out } = await runAt(nowMs + 2 * day, 'diff', at('one'))
    expect(code).toBe(1)
    expect(out).toMatch(new RegExp(`^~ \\S+ \\S+ \\d{14}: filedPrice ${price} → 1999\\.50$`, 'm'))
    expect(out).toContain('0 added, 1 removed, 1 changed')
  })

  it('stops at row errors, writes them down, and goes on only when told to', async () => {
    const table = at('one/tables/more.csv')
    await writeFile(table, '品牌,型号,品类,备案价格,条码\n朔岚,NEW-1,空调,abc,6.9E+12\n')
    const report = at('report.csv')
    expect(await run('check', at('one'), '--report', report, '--lang', 'zh')).toMatchObject({
      code: 1,
      out: containing('more.csv 第 2 行 备案价格：价格“abc”无法识别'),
    })
    expect(
      (await readFile(report, 'utf8')).split('\r\n').filter((line) => line.startsWith('more.csv,2,')),
    ).toHaveLength(2)
    expect(await run('build', at('one'))).toMatchObject({ code: 3, err: containing('2 errors in the tables') })
    expect(await run('build', at('one'), '--pass-errors')).toMatchObject({ code: 0 })
    await rm(table)
  })

  it('lets a brand sign its own listings', async () => {
    expect(await run('keys', at('one'), 'delegate', 'nobody')).toMatchObject({ code: 3 })
    expect(await run('keys', at('one'), 'delegate', 'shuolan')).toMatchObject({
      code: 0,
      out: containing('brand.shuolan: 1 of 1'),
    })
    expect(await run('build', at('one'))).toMatchObject({ code: 0 })
    expect(await run('inspect', at('one/repository'))).toMatchObject({ out: containing('signed by brand.shuolan') })
    expect(await verified('one')).toMatchObject({ code: 0 })
  })

  it('replaces keys, and a till that pins the first root follows', async () => {
    expect(
      await run('rotate-root', at('one'), '--replace', 'root', '--replace', 'timestamp', '--replace', 'brands=2/2'),
    ).toMatchObject({ code: 0, out: containing('2.root.json') })
    expect(await verified('one')).toMatchObject({ code: 0 })
    expect(await run('keys', at('one'))).toMatchObject({ out: containing('brands: 2 of 2') })
    expect(await run('build', at('one'))).toMatchObject({ code: 0 })
    expect(await verified('one')).toMatchObject({ code: 0 })
  })

  it('publishes redeemed serials with the online keys alone', async () => {
    const units = at('units.csv')
    await writeFile(units, '商品条码,序列号\n9520001001017,AA7KX258004217\n9520001001017.0,aa7kx258004218\n')
    await rename(at('one/keys/offline'), at('safe'))
    expect(await run('redeemed', at('one'), '2026-03', '--units', units)).toMatchObject({
      code: 0,
      out: containing('redeemed/2026-03.flt: 2 units'),
    })
    expect(await run('redeemed', at('one'), 'cleared', '--units', units)).toMatchObject({ code: 0 })
    expect(await run('inspect', at('one/repository'))).toMatchObject({
      out: matching(/redeemed\/2026-03\.flt \d+ bytes, signed by redeemed/),
    })
    expect(await verified('one')).toMatchObject({ code: 0 })
    await rename(at('safe'), at('one/keys/offline'))
    // The filter is in the project too, so the next build keeps it.
    expect(await run('build', at('one'))).toMatchObject({ code: 0 })
    expect(await run('inspect', at('one/repository'))).toMatchObject({ out: containing('redeemed/2026-03.flt') })
  })

  it.each([
    ['a wrong barcode', '商品条码,序列号\n9520001001018,A1\n', /units\.csv row 2: barcode_check_digit/],
    ['no serial', 'gtin,serial\n9520001001017,\n', /row 2: the serial is empty/],
    ['no header', '9520001001017,A1\n', /the first row must head 商品条码/],
  ])('passes over no redeemed unit with %s', async (_, text, message) => {
    await writeFile(at('units.csv'), text)
    expect(await run('redeemed', at('one'), '2026-04', '--units', at('units.csv'))).toMatchObject({
      code: 3,
      err: matching(message),
    })
  })

  it('tells a file that was changed on the server', async () => {
    const models = at('one/repository/targets/models/_small')
    for (const name of await readdir(models)) {
      const bytes = await readFile(join(models, name))
      bytes[100] = (bytes[100] ?? 0) ^ 1
      await writeFile(join(models, name), bytes)
    }
    expect(await verified('one')).toMatchObject({ code: 1, out: containing('TARGET_MISMATCH') })
  })
})

describe('keys that several people hold', () => {
  const keysOf = async (role: string): Promise<string[]> =>
    (await readdir(at('two/keys/offline')))
      .filter((name) => name.startsWith(`${role}-`))
      .map((name) => at('two/keys/offline', name))

  it('sign one after another, and nothing is out before all have', async () => {
    const passphrase = at('passphrase')
    await writeFile(passphrase, 'correct horse battery\n')
    const sealed = ['--passphrase-file', passphrase]
    await run('init', at('two'), '--sample', '--count', '100', '--share', 'brands=3/2', ...sealed)
    const [first = '', second = '', third = ''] = await keysOf('brands')
    expect(await readFile(first, 'utf8')).not.toContain('PRIVATE KEY')
    // The three holders take their keys home.
    const homes = await Promise.all(
      [first, second, third].map(async (file, i) => {
        const home = at(`holder-${i}.json`)
        await writeFile(home, await readFile(file))
        await rm(file)
        return home
      }),
    )
    const build = () => runAt(nowMs + Math.floor(day / 3), 'build', at('two'), ...sealed)
    expect(await run('build', at('two'), ...sealed)).toMatchObject({ code: 1, out: containing('to be signed') })
    const document = at('two/signing/1.brands.json')
    expect(await run('sign', document, '--key', homes[0] ?? '', ...sealed)).toMatchObject({
      code: 0,
      out: containing('has 1 signatures'),
    })
    // The same holder twice is one holder.
    expect(await run('sign', document, '--key', homes[0] ?? '', ...sealed)).toMatchObject({
      code: 0,
      out: containing('has 1 signatures'),
    })
    expect(await build()).toMatchObject({ code: 1 })
    expect(await run('sign', document, '--key', homes[2] ?? '', ...sealed)).toMatchObject({
      code: 0,
      out: containing('has 2 signatures'),
    })
    expect(await build()).toMatchObject({ code: 0 })
    expect(await verified('two')).toMatchObject({ code: 0 })
    await expect(stat(at('two/signing'))).rejects.toThrow()
    // A machine without the passphrase still signs with the online keys.
    expect(await run('timestamp', at('two'))).toMatchObject({ code: 0 })
  }, 60_000)

  it.each([
    ['a wrong passphrase', 'wrong horse battery', /does not open key/],
    ['no passphrase', null, /is sealed: give its passphrase/],
  ])('do not open with %s', async (_, text, message) => {
    const file = at('other-passphrase')
    await writeFile(file, text ?? '')
    expect(
      await run(
        'sign',
        at('two/repository/metadata/1.brands.json'),
        '--key',
        at('holder-1.json'),
        ...(text === null ? [] : ['--passphrase-file', file]),
      ),
    ).toMatchObject({ code: 3, err: matching(message) })
  })

  it('are not made under a passphrase that is soon guessed', async () => {
    const file = at('short')
    await writeFile(file, 'short')
    expect(await run('init', at('three'), '--passphrase-file', file)).toMatchObject({
      code: 3,
      err: containing('at least 12 characters'),
    })
  })
})
