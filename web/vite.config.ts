import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const portal = { target: "http://localhost:8080", changeOrigin: true };

export default defineConfig({
  plugins: [react()],
  // Nothing is inlined: the portal's content security policy allows no data: fonts and no inline scripts.
  build: {
    outDir: "dist",
    emptyOutDir: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { index: "index.html", explore: "explore.html" }, output: { entryFileNames: "assets/[name]-[hash].js" } },
  },
  server: { port: 5173, proxy: { "/graphql": portal, "/auth": portal } },
  test: { environment: "jsdom", include: ["src/**/*.test.{ts,tsx}"], setupFiles: ["src/app/test-setup.ts"] },
});
