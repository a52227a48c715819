import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { chromiumLaunch } from './test/support/chromium.ts'
import { engineNames } from './test/support/engines.ts'

const alias = [
  { find: /^tradein-checkout$/, replacement: new URL('src/index.ts', import.meta.url).pathname },
  { find: /^tradein-checkout\/(.*)$/, replacement: `${new URL('src/entries/', import.meta.url).pathname}$1.ts` },
]
const soak = process.env.SOAK === '1'
const only = (folder: string): string[] => [`${folder}/**/*.${soak ? 'soak.test' : 'test'}.ts`]
// Where the CI script wants the counts of all projects.
const report = process.env.VITEST_REPORT
const exclude = ['**/node_modules/**', ...(soak ? [] : ['**/*.soak.test.ts'])]

/** What `npm run test:engines` runs. The newest Chromium runs the register's own tests in `npm test`. */
const engines: readonly { readonly name: string; readonly env: Record<string, string>; readonly also: string[] }[] = [
  ...engineNames.map((version) => ({
    name: `engine-chromium-${version}`,
    env: { CHROMIUM: version },
    also: ['test/e2e/register.test.ts', 'test/e2e/offline-kill.test.ts'],
  })),
  { name: 'engine-chromium-newest', env: { CHROMIUM: 'npm' }, also: [] },
  { name: 'engine-firefox', env: { ENGINE: 'firefox' }, also: ['test/engines/element.test.ts'] },
  { name: 'engine-webkit', env: { ENGINE: 'webkit' }, also: ['test/engines/element.test.ts'] },
]

const config: ViteUserConfig = defineConfig({
  resolve: { alias },
  // Found beforehand, so that no page is loaded again in the middle of a test.
  optimizeDeps: {
    include: [
      'cborg',
      'decimal.js',
      'dexie',
      'fast-check',
      'idb-keyval',
      'jose',
      'lit',
      'lit/directives/unsafe-html.js',
      'qrcode/lib/core/qrcode.js',
      'uuid',
      'zod/mini',
      '@noble/ed25519',
    ],
  },
  test: {
    reporters: report === undefined ? ['default'] : ['default', 'json'],
    ...(report !== undefined && { outputFile: { json: report } }),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: only('test'),
          exclude: [
            ...exclude,
            'test/browser/**',
            'test/e2e/**',
            'test/engines/{storage,laws,element}.test.ts',
            'test/faults/browser/**',
          ],
          testTimeout: soak ? 1_800_000 : 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: only('test/browser'),
          exclude,
          testTimeout: soak ? 1_800_000 : 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: await chromiumLaunch() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: [...only('test/e2e'), ...only('test/faults/browser')],
          exclude,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      ...engines.map(({ name, env, also }) => ({
        extends: true as const,
        test: {
          name,
          environment: 'node' as const,
          env,
          include: ['test/engines/laws.test.ts', 'test/engines/storage.test.ts', ...also],
          globalSetup: 'test/engines/fetch.ts',
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      })),
    ],
  },
})

export default config
