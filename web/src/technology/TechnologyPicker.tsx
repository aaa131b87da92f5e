import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover } from "react-aria-components";
import { graphql } from "../gql";
import { useQuery } from "../api/hooks";

const TechnologiesQuery = graphql(`
  query TechnologyChoices($filter: TechnologyFilter) {
    technologies(filter: $filter) { id label parent { id label } }
  }
`);

/** A chosen node of the technology tree. */
export interface Technology {
  id: string;
  label: string;
}

interface TechnologyPickerProps {
  chosen: readonly Technology[];
  onChange: (chosen: readonly Technology[]) => void;
  error?: string | undefined;
  /** How many can be chosen; default 10. */
  most?: number;
}

const mostShown = 30;

/** Finds nodes of the technology tree by label, synonym or code, and keeps the chosen ones as chips. */
export function TechnologyPicker({ chosen, onChange, error, most = 10 }: TechnologyPickerProps): ReactNode {
  const { i18n } = useLingui();
  const [text, setText] = useState("");
  const { data } = useQuery(TechnologiesQuery, { filter: text.trim().length > 1 ? { text: text.trim() } : null });
  const items = (data?.technologies ?? []).filter((t) => !chosen.some((c) => c.id === t.id)).slice(0, mostShown);
  const choose = (id: unknown) => {
    const found = items.find((t) => t.id === id);
    if (!found) return;
    onChange([...chosen, { id: found.id, label: found.label }]);
    setText("");
  };
  return (
    <div className="stack">
      <ComboBox className="field" inputValue={text} onInputChange={setText} selectedKey={null} onSelectionChange={choose} items={items} allowsEmptyCollection
        menuTrigger="focus" isInvalid={!!error} validationBehavior="aria" isDisabled={chosen.length >= most}>
        <Label>{i18n._("Technologies")}</Label>
        <Input className="input" placeholder={i18n._("Type to search the tree")} />
        <FieldError className="wrong">{error}</FieldError>
        <Popover className="popover">
          <ListBox renderEmptyState={() => <p className="option soft">{i18n._("Nothing found")}</p>}>
            {(t: (typeof items)[number]) => (
              <ListBoxItem id={t.id} textValue={t.label} className="option">{t.label}{t.parent && <span className="soft small"> · {t.parent.label}</span>}</ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
      {chosen.length > 0 && (
        <div className="chips">
          {chosen.map((t) => (
            <button key={t.id} type="button" className="chip" onClick={() => onChange(chosen.filter((c) => c.id !== t.id))}>
              {t.label} <span aria-hidden="true">×</span><span className="hidden">{i18n._("remove")}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
