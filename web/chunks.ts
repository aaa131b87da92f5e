import { fileURLToPath } from "node:url";
import type { Plugin, Rolldown } from "vite";

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));
type Modules = { getModuleInfo: (id: string) => { importedIds: readonly string[] } | null };

/** A module and all that it imports statically. */
function closure(modules: Modules, id: string, seen = new Set<string>()): Set<string> {
  if (!seen.has(id)) {
    seen.add(id);
    modules.getModuleInfo(id)?.importedIds.forEach((imported) => closure(modules, imported, seen));
  }
  return seen;
}

let parts: Record<"boot" | "app" | "explore", Set<string>> | undefined;

/**
 * Where a module goes that every page needs: "boot" runs first, "base" is shared with the explorer, "app" is the rest. Split by what shares
 * what, they would be thirty files: a browser asks for six at a time, and each costs it some milliseconds.
 */
export function chunkOf(id: string, modules: Modules): string | null {
  parts ??= {
    boot: closure(modules, source("app/boot.ts")),
    app: closure(modules, source("app/main.tsx")),
    explore: closure(modules, source("explore/main.tsx")),
  };
  if (id === source("app/boot.ts")) return null; // what it does must not be done for whoever needs a part of it
  if (parts.boot.has(id)) return "boot";
  return parts.app.has(id) ? (parts.explore.has(id) ? "base" : "app") : null;
}

/** Files that the page itself asks for, so that no script need ask for them again. */
export const inPage = (file: string): boolean => /^assets\/(app|base|boot|main|rolldown-runtime)-[^/]*$/.test(file);

/** Has the page ask for the code of every page, and for its face of type, as soon as it is read. */
export function preloadApp(): Plugin {
  return {
    name: "preload-app",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle, path }) {
        if (!bundle || path !== "/index.html") return [];
        const chunks = Object.values(bundle).filter((file): file is Rolldown.OutputChunk => file.type === "chunk");
        const wanted = new Set<string>();
        const want = (name: string) => {
          if (wanted.has(name)) return;
          wanted.add(name);
          chunks.find((chunk) => chunk.fileName === name)?.imports.forEach(want);
        };
        want(chunks.find((chunk) => chunk.facadeModuleId === source("app/main.tsx"))!.fileName);
        const face = Object.keys(bundle).find((name) => /source-sans-3-latin-wght-normal/.test(name))!;
        return [
          ...[...wanted].filter((name) => !html.includes(name)).map((name) => ({ tag: "link", injectTo: "head" as const, attrs: { rel: "modulepreload", crossorigin: true, href: `/${name}` } })),
          { tag: "link", injectTo: "head" as const, attrs: { rel: "preload", as: "font", type: "font/woff2", crossorigin: true, href: `/${face}` } },
        ];
      },
    },
  };
}
