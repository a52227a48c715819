import tseslint from 'typescript-eslint'

const restricted = {
  paths: [
    { name: 'zod', message: "Import 'zod/mini': classic zod probes Function, which a strict CSP reports." },
    { name: 'decimal.js', message: 'core/money.ts alone knows decimal.js.' },
  ],
}

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'build/',
      '.data/',
      'node_modules/',
      'coverage/',
      'test-results/',
      '**/*.mjs',
      'test/api/*.api.d.ts',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-imports': ['error', restricted],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }],
      'max-lines': ['error', { max: 300 }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/core/money.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: restricted.paths.slice(0, 1) }] },
  },
  {
    files: ['test/**', 'examples/**', 'vitest.config.ts'],
    rules: { 'no-restricted-imports': 'off', 'max-lines': ['error', { max: 400 }] },
  },
  { files: ['vitest.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    // Tests say what they mean with inline callbacks and fakes; what matters there is that promises are awaited.
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
)
