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

test("an error stands beside its field, the others above the form", async () => {
  renderOver({ RegisterForMission: () => refused }, <RegisterForm mission={mission} />);
  await screen.findByText("All places are taken: you would join the waiting list.");
  fireEvent.submit(document.querySelector("form")!);
  expect((await screen.findByRole("alert")).textContent).toBe("The mission is closed.");
  const email = screen.getByLabelText("Email");
  expect(email.getAttribute("aria-invalid")).toBe("true");
  const described = email.getAttribute("aria-describedby")!.split(" ").map((id) => document.getElementById(id)?.textContent);
  expect(described).toContain("This is not an email address.");
});

test("the same input sent again carries the same key, a changed one a new key", async () => {
  const asked = renderOver({ RegisterForMission: () => refused }, <RegisterForm mission={mission} />);
  await screen.findByLabelText("Name");
  type("Name", "Núria");
  const send = async (times: number) => {
    fireEvent.submit(document.querySelector("form")!);
    await waitFor(() => expect(asked).toHaveLength(times));
  };
  await send(1);
  await send(2);
  type("Name", "Núria Ferrer");
  await send(3);
  const keys = asked.map((a) => (a.variables["input"] as { idempotencyKey: string }).idempotencyKey);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[0]);
});

test("no more delegates than seats, and a draft that survives", async () => {
  renderOver({}, <RegisterForm mission={mission} />);
  await screen.findByLabelText("Name");
  type("Motivation", "Find a distributor");
  fireEvent.click(screen.getByRole("button", { name: "Add a delegate" }));
  await waitFor(() => expect(screen.getAllByLabelText("Name")).toHaveLength(2));
  expect(screen.queryByRole("button", { name: "Add a delegate" })).toBeNull();
  expect(sessionStorage.getItem("portal.registration.mis_1")).toContain("Find a distributor");
});
