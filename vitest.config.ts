import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'data/**', 'coverage/**'],
    setupFiles: ['test/support/setup.ts'],
    pool: 'forks',
    // Files of one worker share the embedded database and the servers of test/support; the product keeps no state in modules.
    isolate: false,
    // Journeys spend their time waiting for the pace of the chat: all walk at once.
    maxConcurrency: 60,
    testTimeout: 15_000,
    hookTimeout: 60_000,
  },
})
