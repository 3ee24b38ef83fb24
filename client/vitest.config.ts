import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  // A limit for what hangs, not for what is slow: machines differ.
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    name: 'client',
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}', '*.test.ts'],
  },
});
