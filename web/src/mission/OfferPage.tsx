import { useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql } from "../gql";
import { linkToken } from "../account/token";
import { useAct } from "../api/hooks";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Problems } from "../ui/Form";
import { Page } from "../ui/Page";
import { registrationStatuses } from "./labels";

const AnswerOffer = graphql(`
  mutation AnswerOffer($input: AnswerOfferInput!) {
    answerOffer(input: $input) { mission { id title } status userErrors { code field message } }
  }
`);

/** Answers an offered place with the token of a letter. Opening the page does nothing yet, since readers of mail open links too. */
export function OfferPage(): ReactNode {
  const { i18n } = useLingui();
  const { run, fetching, errors, failure } = useAct(AnswerOffer);
  const [answered, setAnswered] = useState<Awaited<ReturnType<typeof run>>>(null);
  const answer = async (accept: boolean) => setAnswered(await run({ input: { token: linkToken(), accept } }));
  if (answered?.mission && answered.status) {
    return (
      <Page title={registrationStatuses(i18n)[answered.status]}>
        <p><Link to="/missions/$id" params={{ id: answered.mission.id }}>{answered.mission.title}</Link></p>
      </Page>
    );
  }
  return (
    <Page title={i18n._("A place is offered to you")} lede={i18n._("Take it or leave it: what you leave goes to the next on the list.")}>
      {failure && <Failure error={failure} />}
      <Problems errors={errors} />
      <p className="inline">
        <Button look={declining() ? undefined : "main"} busy={fetching} onPress={() => void answer(true)}>{i18n._("Accept the place")}</Button>
        <Button look={declining() ? "main" : undefined} busy={fetching} onPress={() => void answer(false)}>{i18n._("Decline")}</Button>
      </p>
    </Page>
  );
}

/** Whether the link that was followed is the one for declining. */
function declining(): boolean {
  return new URLSearchParams(window.location.hash.slice(1)).get("accept") === "false";
}
