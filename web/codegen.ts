import type { CodegenConfig } from "@graphql-codegen/cli";

// Types for every operation and fragment, checked against the contract. `persistedDocuments: true` in presetConfig is all it takes
// to get the manifest once the server answers documentId alone.
const config: CodegenConfig = {
  schema: "../schema.graphqls",
  documents: ["src/**/*.{ts,tsx}", "!src/gql/**", "!src/**/*.test.tsx"],
  silent: true,
  generates: {
    "./src/gql/": {
      preset: "client",
      presetConfig: { fragmentMasking: { unmaskFunctionName: "readFragment" } },
      config: {
        documentMode: "string",
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: { DateTime: "string", Date: "string", BigInt: "number" },
      },
    },
  },
};
export default config;
