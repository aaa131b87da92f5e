import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { renderOver } from "../app/test-graph";
import { RegisterForm } from "./RegisterForm";

const mission = { id: "mis_1", admission: "FIRST_COME", placesLeft: 0, seatsPerOrganisation: 2 } as never;
const refused = { registerForMission: { registration: null, userErrors: [
  { code: "INVALID", field: ["delegates", "0", "email"], message: "This is not an email address." },
  { code: "CONFLICT", field: null, message: "The mission is closed." },
] } };

beforeEach(() => sessionStorage.clear());

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const submit = () => fireEvent.submit(document.querySelector("form")!);
const send = async () => {
  while (!screen.queryByRole("button", { name: "Join the waiting list" })) submit();
  submit();
};

test("an error leads back to its step and stands beside its field, the others above the form", async () => {
  renderOver({ RegisterForMission: () => refused }, <RegisterForm mission={mission} />);
  await screen.findByText("All places are taken: you would join the waiting list.");
  await send();
  expect((await screen.findByRole("alert")).textContent).toBe("The mission is closed.");
  const email = await screen.findByLabelText("Email");
  expect(email.getAttribute("aria-invalid")).toBe("true");
  const described = email.getAttribute("aria-describedby")!.split(" ").map((id) => document.getElementById(id)?.textContent);
  expect(described).toContain("This is not an email address.");
});

test("the same input sent again carries the same key, a changed one a new key", async () => {
  const asked = renderOver({ RegisterForMission: () => refused }, <RegisterForm mission={mission} />);
  await screen.findByLabelText("Name");
  type("Name", "Núria");
  const sent = async (times: number) => {
    await send();
    await waitFor(() => expect(asked).toHaveLength(times));
    await screen.findByLabelText("Name");
  };
  await sent(1);
  await sent(2);
  type("Name", "Núria Ferrer");
  await sent(3);
  const keys = asked.map((a) => (a.variables["input"] as { idempotencyKey: string }).idempotencyKey);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test("no more delegates than seats, and a draft that survives at its step", async () => {
  renderOver({}, <RegisterForm mission={mission} />);
  await screen.findByLabelText("Name");
  type("Name", "Núria");
  fireEvent.click(screen.getByRole("button", { name: "Add a delegate" }));
  await waitFor(() => expect(screen.getAllByLabelText("Name")).toHaveLength(2));
  expect(screen.queryByRole("button", { name: "Add a delegate" })).toBeNull();
  submit();
  await screen.findByLabelText("Motivation");
  type("Motivation", "Find a distributor");
  const stored = JSON.parse(sessionStorage.getItem("portal.draft.registration.mis_1")!) as { step: number; motivation: string };
  expect(stored).toMatchObject({ step: 1, motivation: "Find a distributor" });
});
