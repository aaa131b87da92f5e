import { useState } from "react";
import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { errorAt, errorOn, type UserError } from "../api/hooks";
import { renderOver } from "../app/test-graph";
import { byLanguage, RecordForm, textsOf } from "../app/RecordForm";
import { Check, Field, Group, Problems } from "./Form";

const wrong = (path: string | null, message: string): UserError => ({ code: "INVALID", field: path?.split(".") ?? null, message });

/** A form with one field of each kind; pressing its button brings the errors. */
function Sample({ answers }: { answers: readonly UserError[] }) {
  const [errors, setErrors] = useState<readonly UserError[]>([]);
  const [name, setName] = useState("");
  return (
    <form onSubmit={(e) => { e.preventDefault(); setErrors([...answers]); }}>
      <Problems errors={errors} />
      <Field label="Name" value={name} onChange={setName} error={errorAt(errors, "name")} />
      <Field label="Languages" value="" onChange={() => undefined} error={errorAt(errors, "languages")} />
      <Group legend="Rows" error={errorOn(errors, "rows")}>
        <Field label="Row" value="" onChange={() => undefined} error={errorAt(errors, "rows.0.text")} />
        <Check label="Tick" checked={false} onChange={() => undefined} error={errorAt(errors, "tick")} />
      </Group>
      <button>Save</button>
    </form>
  );
}

const send = async () => fireEvent.click(await screen.findByText("Save"));
const describedBy = (label: string) => screen.getByLabelText(label).getAttribute("aria-describedby")?.split(" ").map((id) => document.getElementById(id)?.textContent).join(" ");
const above = () => screen.queryByRole("alert")?.textContent;

test("an error on an item of a list stands at the list's field, one on a list of rows at the rows", async () => {
  renderOver({}, <Sample answers={[wrong("languages.1", "No such language."), wrong("rows", "Too many."), wrong("rows.0.text", "Too long.")]} />);
  await send();
  expect(describedBy("Languages")).toBe("No such language.");
  expect(describedBy("Row")).toBe("Too long.");
  expect(document.getElementById(screen.getByRole("group").getAttribute("aria-describedby")!)?.textContent).toBe("Too many.");
  expect(above()).toBeUndefined();
});

test("what no field shows stands above the form, also when a field says the same", async () => {
  renderOver({}, <Sample answers={[wrong("name", "Please fill this in."), wrong("unknown.3", "Please fill this in."), wrong(null, "It is closed.")]} />);
  await send();
  expect(describedBy("Name")).toBe("Please fill this in.");
  expect(above()).toBe("Please fill this in.It is closed.");
});

test("the first wrong field gets the focus once; whoever mends keeps it", async () => {
  renderOver({}, <Sample answers={[wrong("tick", "Please agree."), wrong("name", "Please fill this in.")]} />);
  await send();
  expect(document.activeElement).toBe(screen.getByLabelText("Name"));
  screen.getByLabelText("Row").focus();
  fireEvent.change(screen.getByLabelText("Name"), { target: { value: "N" } });
  expect(document.activeElement).toBe(screen.getByLabelText("Row"));
});

test("a box that must be ticked gets the focus too", async () => {
  renderOver({}, <Sample answers={[wrong("tick", "Please agree.")]} />);
  await send();
  expect(document.activeElement).toBe(screen.getByLabelText("Tick"));
});

test("an error on a translated text stands at the field of its language", async () => {
  const values = { "names.en": "China", "names.es": "", "names.de": "x".repeat(300) };
  const errors = byLanguage([wrong("names.1.text", "Too long."), wrong("code", "Please fill this in.")], "names", textsOf(values, "names"));
  const fields = ["en", "es", "de"].map((l) => ({ name: `names.${l}`, label: `Name: ${l}` }));
  renderOver({}, <RecordForm fields={[...fields, { name: "code", label: "Code" }]} values={values} onChange={() => undefined} errors={errors} busy={false} onSave={() => undefined} onCancel={() => undefined} />);
  await screen.findByLabelText("Name: de");
  expect(describedBy("Name: de")).toBe("Too long.");
  expect(describedBy("Name: en")).toBeUndefined();
  expect(describedBy("Code")).toBe("Please fill this in.");
  expect(byLanguage([wrong("names", "Please give the English text too.")], "names", [])[0]!.field).toEqual(["names", "en"]);
});
