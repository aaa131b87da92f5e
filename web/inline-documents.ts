import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const generated = new URL("src/gql/graphql.ts", import.meta.url);
const call = /\bgraphql\(`\s*(query|mutation|subscription|fragment)\s+(\w+)[^`]*`\)/g;

/** The generated documents by the name of their operation: what stands between the constructor's brackets. */
function documents(): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, args, name] of readFileSync(generated, "utf8").matchAll(/new TypedDocumentString\((`\s*(?:query|mutation|subscription)\s+(\w+)[^`]*`(?:,\s*\{[^;]*?\})?)\)/g)) found.set(name!, args!);
  return found;
}

/**
 * Puts every operation's document where it is asked for. As generated, `graphql()` looks documents up in one table of all of them, so that
 * each page would load the documents of every other. Fragments are types only: at run time nothing reads them.
 */
export function inlineDocuments(): Plugin {
  let known: Map<string, string> | undefined;
  return {
    name: "inline-documents",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (id.endsWith("/src/gql/graphql.ts")) return { code: code.replaceAll("= new TypedDocumentString(", "= /*#__PURE__*/ new TypedDocumentString("), map: null };
      if (!/\/src\/.*\.tsx?$/.test(id) || id.includes("/src/gql/") || !code.includes("graphql(`")) return null;
      known ??= documents();
      const inlined = code.replace(call, (_all, kind: string, name: string) => {
        if (kind === "fragment") return "({} as never)";
        const args = known!.get(name);
        if (!args) throw new Error(`${name} in ${id} has no generated document`);
        return `(new TypedDocumentString(${args}) as never)`;
      });
      return { code: `import { TypedDocumentString } from "/src/gql/graphql.ts";\n${inlined}`, map: null };
    },
  };
}
