/** What the Tab key does in every editor; the editor has no option for it that works. */
declare module "monaco-editor/esm/vs/editor/browser/config/tabFocus.js" {
  export const TabFocus: { setTabFocusMode: (leadsOut: boolean) => void };
}
