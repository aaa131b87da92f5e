import type { CodegenConfig } from "@graphql-codegen/cli";
import { addTypenameSelectionDocumentTransform } from "@graphql-codegen/client-preset";

// Types for every operation and fragment, checked against the contract, and the manifest of all operations by hash, which the
// portal's binary carries: PORTAL_ADHOC may bar everything else.
const config: CodegenConfig = {
  schema: "../schema.graphqls",
  documents: ["src/**/*.{ts,tsx}", "!src/gql/**", "!src/**/*.test.tsx"],
  silent: true,
  generates: {
    "./src/gql/": {
      preset: "client",
      documentTransforms: [addTypenameSelectionDocumentTransform], // the cache needs it, and a name stands for the whole text
      presetConfig: { persistedDocuments: { mode: "embedHashInDocument", hashAlgorithm: "sha256" }, fragmentMasking: { unmaskFunctionName: "readFragment" } },
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
