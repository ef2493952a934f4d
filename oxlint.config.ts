// What the linter holds: correctness, the house's size limits, and the import table (lint/import-table.ts).
import { defineConfig } from 'oxlint';

export default defineConfig({
  plugins: ['eslint', 'typescript', 'import', 'unicorn', 'oxc', 'promise', 'node', 'vitest'],
  jsPlugins: ['./lint/import-table.ts'],
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'error', suspicious: 'error' },
  ignorePatterns: ['dist', 'dist.*', 'node_modules', 'coverage'],
  rules: {
    'house/import-table': 'error',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    'max-depth': ['error', { max: 4 }],
    'max-params': ['error', { max: 5 }],
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'no-console': 'error',
    'no-var': 'error',
    'prefer-const': 'error',
    'no-else-return': 'error',
    'no-throw-literal': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/consistent-type-imports': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/prefer-readonly': 'error',
    'typescript/await-thenable': 'error',
    // Off, each with its reason.
    'no-control-regex': 'off', // a terminal program reads and strips control sequences on purpose
    'no-await-in-loop': 'off', // pages and polls are sequential on purpose
    'no-shadow': 'off', // short callbacks reuse plain names
    'no-underscore-dangle': 'off',
    'unicorn/consistent-function-scoping': 'off', // a small function stands where it is used
    'typescript/no-misused-spread': 'off', // text is spread into code points on purpose; widths come from screen
    'import/no-unassigned-import': 'off',
    'typescript/no-unsafe-type-assertion': 'off', // parsed JSON is narrowed once, at the trimming table
    'typescript/consistent-return': 'off', // tsc's strictness covers it
    'vitest/require-mock-type-parameters': 'off',
    'vitest/expect-expect': 'off', // shared contracts assert in functions of their own
    'vitest/no-standalone-expect': 'off',
    'vitest/no-conditional-expect': 'off',
    'vitest/valid-title': 'off',
    'vitest/valid-describe-callback': 'off', // describe.skipIf is a value here
    'vitest/valid-expect': ['error', { maxArgs: 2 }], // vitest takes a message
  },
  overrides: [
    {
      files: ['test/**'],
      rules: {
        'max-lines-per-function': 'off',
        'typescript/no-non-null-assertion': 'off',
        'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      },
    },
    { files: ['*.config.ts', 'lint/*.ts'], rules: { 'import/no-default-export': 'off' } },
    { files: ['build.ts', 'bin/*.js', 'test/bench/**'], rules: { 'no-console': 'off' } },
  ],
});
