import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { useAct } from "../api/hooks";
import { renderOver } from "../app/test-graph";
import { graphql } from "../gql";
import { ConfirmIdentity } from "./ConfirmIdentity";

const Suspend = graphql(`mutation SuspendUser($input: SuspendUserInput!) { suspendUser(input: $input) { user { id status } userErrors { code field message } } }`);

function Act() {
  const { run, errors } = useAct(Suspend);
  return <><button onClick={() => void run({ input: { userId: "usr_1" } })}>act</button>{errors.map((e) => <p key={e.message}>{e.message}</p>)}</>;
}

const stale = { suspendUser: { user: null, userErrors: [{ code: "FORBIDDEN", field: null, message: "too long ago" }] } };
const wrong = { confirmPassword: { freshUntil: null, userErrors: [{ code: "INVALID", field: ["password"], message: "not yours" }] } };
const right = { confirmPassword: { freshUntil: "2999-01-01T00:00:00Z", userErrors: [] } };

test("an act that needs a fresh sign-in asks for the password in place, and goes on", async () => {
  let fresh = false;
  const asked = renderOver({
    FreshUntil: () => ({ viewer: { freshUntil: null } }),
    SuspendUser: () => (fresh ? { suspendUser: { user: { id: "usr_1", status: "SUSPENDED" }, userErrors: [] } } : stale),
    ConfirmPassword: ({ input }: { input: { password: string } }) => ((fresh = input.password === "mine") ? right : wrong),
  }, <ConfirmIdentity><Act /></ConfirmIdentity>);
  fireEvent.click(await screen.findByText("act"));
  const confirm = async (password: string) => {
    fireEvent.change(await screen.findByLabelText("Password"), { target: { value: password } });
    fireEvent.submit(screen.getByLabelText("Password").closest("form")!);
  };
  await confirm("guess");
  await screen.findByText("not yours");
  await confirm("mine");
  await waitFor(() => expect(asked.filter((a) => a.name === "SuspendUser")).toHaveLength(2));
  await waitFor(() => expect(screen.queryByLabelText("Password")).toBeNull());
  expect(screen.queryByText("too long ago")).toBeNull();
});

test("who gives no password reads why, and the act is not repeated", async () => {
  const asked = renderOver({ FreshUntil: () => ({ viewer: { freshUntil: null } }), SuspendUser: () => stale }, <ConfirmIdentity><Act /></ConfirmIdentity>);
  fireEvent.click(await screen.findByText("act"));
  fireEvent.click(await screen.findByText("Cancel"));
  await screen.findByText("too long ago");
  expect(asked.filter((a) => a.name === "SuspendUser")).toHaveLength(1);
});
