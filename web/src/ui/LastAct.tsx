import { useCallback, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Button } from "./Button";

interface Done {
  text: string;
  /** Takes it back; absent where the portal cannot. */
  undo?: (() => Promise<unknown>) | undefined;
}

/** What was done last, told at the foot of the window, with a way to take it back where there is one. */
export function useLastAct(): { tell: (text: string, undo?: () => Promise<unknown>) => void; bar: ReactNode } {
  const [done, setDone] = useState<Done | null>(null);
  const tell = useCallback((text: string, undo?: () => Promise<unknown>) => setDone({ text, undo }), []);
  return { tell, bar: <Bar done={done} close={() => setDone(null)} /> };
}

function Bar({ done, close }: { done: Done | null; close: () => void }): ReactNode {
  const { i18n } = useLingui();
  const [busy, setBusy] = useState(false);
  const undo = async () => {
    setBusy(true);
    await done?.undo?.();
    setBusy(false);
    close();
  };
  return (
    <div role="status" className="last-act">
      {done && (
        <div>
          <span>{done.text}</span>
          {done.undo && <Button look="quiet" busy={busy} onPress={() => void undo()}>{i18n._("Undo")}</Button>}
          <Button look="quiet" onPress={close}>{i18n._("Close")}</Button>
        </div>
      )}
    </div>
  );
}
