import { Fragment, useState, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { graphql, readFragment, type FragmentType } from "../gql";
import { useAct } from "../api/hooks";
import { useIdempotencyKey } from "../api/idempotency";
import { Button } from "../ui/Button";
import { Failure } from "../ui/Feedback";
import { Problems } from "../ui/Form";
import { instant, instants, series, titled } from "../ui/format";
import { Changes } from "./ChangeForm";
import { FeedbackForm } from "./FeedbackForm";
import { FollowUpForm } from "./FollowUpForm";
import { placeReasons, registrationStatuses, toneOf } from "./labels";
import { WaitingList } from "./WaitingList";

const RegistrationFragment = graphql(`
  fragment OwnRegistration_registration on Registration {
    id status position placeReason offeredUntil viewerCanWithdraw viewerCanAnswerOffer
    promotedFor score
    delegates { name role }
    history { at to reason }
    mission { id seatsPerOrganisation timeZone ...WaitingList_mission }
    ...ChangeForm_registration
    ...FollowUpForm_registration
    ...FeedbackForm_registration
  }
`);

const Accept = graphql(`
  mutation AcceptOffer($input: AcceptOfferInput!) {
    acceptOffer(input: $input) {
      registration { ...OwnRegistration_registration ...OwnRegistrations_registration mission { id placesLeft waitingCount } }
      userErrors { code field message }
    }
  }
`);
const Decline = graphql(`
  mutation DeclineOffer($input: DeclineOfferInput!) {
    declineOffer(input: $input) {
      registration { ...OwnRegistration_registration ...OwnRegistrations_registration mission { id placesLeft waitingCount viewerCanRegister viewerCannotRegisterBecause } }
      userErrors { code field message }
    }
  }
`);
const Withdraw = graphql(`
  mutation WithdrawRegistration($input: WithdrawRegistrationInput!) {
    withdrawRegistration(input: $input) {
      registration { ...OwnRegistration_registration ...OwnRegistrations_registration mission { id placesLeft waitingCount viewerCanRegister viewerCannotRegisterBecause } }
      userErrors { code field message }
    }
  }
`);

/** The organisation's registration: where it stands, its place on the waiting list, and what can be done. */
export function OwnRegistration({ registration: masked }: { registration: FragmentType<typeof RegistrationFragment> }): ReactNode {
  const { i18n } = useLingui();
  const r = readFragment(RegistrationFragment, masked);
  return (
    <section className="panel stack" aria-labelledby="own-registration">
      <h2 id="own-registration">{i18n._("Your registration")}</h2>
      <p className="inline">
        <span className={`status ${toneOf(r.status)}`} role="status">{registrationStatuses(i18n)[r.status]}</span>
        {r.placeReason && <span className="soft">{placeReasons(i18n)[r.placeReason]}</span>}
      </p>
      {r.promotedFor && <p>{i18n._("Put at the head of the list: {reason}", { reason: r.promotedFor })}</p>}
      {r.score != null && <p className="small soft">{i18n._("Score {score} of 100", { score: i18n.number(r.score, { minimumFractionDigits: 1 }) })}</p>}
      {r.position != null && <p>{i18n._("Position {position} on the waiting list. A place that falls free goes to the first in order.", { position: r.position })}</p>}
      {r.status === "OFFERED" && r.offeredUntil && <p>{i18n._("The place is held for you until {time}.", { time: instants(i18n, r.offeredUntil, r.mission.timeZone) })}</p>}
      {r.delegates && r.delegates.length > 0 && <p className="small">{titled(i18n, i18n._("Delegates"), series(i18n, r.delegates.map((d) => `${d.name} (${d.role})`)))}</p>}
      {r.position != null && <WaitingList mission={r.mission} />}
      <Acts id={r.id} canAnswer={r.viewerCanAnswerOffer} canWithdraw={r.viewerCanWithdraw} />
      <Changes registration={r} seats={r.mission.seatsPerOrganisation} />
      <FollowUpForm registration={r} />
      <FeedbackForm registration={r} />
      <details className="fold small">
        <summary>{i18n._("History")}</summary>
        <ul className="stack">
          {r.history.map((h) => <li key={h.at + h.to}><time dateTime={h.at}>{instant(i18n, h.at)}</time> · {registrationStatuses(i18n)[h.to]}{h.reason && ` · ${h.reason}`}</li>)}
        </ul>
      </details>
    </section>
  );
}

function Acts({ id, canAnswer, canWithdraw }: { id: string; canAnswer: boolean; canWithdraw: boolean }): ReactNode {
  const { i18n } = useLingui();
  const accept = useAct(Accept);
  const decline = useAct(Decline);
  const withdraw = useAct(Withdraw);
  const keyOf = useIdempotencyKey();
  const [sure, setSure] = useState(false);
  const input = (act: string) => ({ input: { registrationId: id, idempotencyKey: keyOf({ act, id }) } });
  return (
    <>
      {[accept, decline, withdraw].map((act, n) => <Fragment key={n}><Problems errors={act.errors} />{act.failure && <Failure error={act.failure} />}</Fragment>)}
      <p className="inline">
        {canAnswer && <Button look="main" busy={accept.fetching} onPress={() => void accept.run(input("accept"))}>{i18n._("Accept the place")}</Button>}
        {canAnswer && <Button busy={decline.fetching} onPress={() => void decline.run(input("decline"))}>{i18n._("Decline")}</Button>}
        {canWithdraw && !sure && <Button look="quiet" onPress={() => setSure(true)}>{i18n._("Withdraw")}</Button>}
        {canWithdraw && sure && (
          <>
            <span>{i18n._("Give up the place? It goes to the next on the list.")}</span>
            <Button busy={withdraw.fetching} onPress={() => void withdraw.run(input("withdraw")).then(() => setSure(false))}>{i18n._("Yes, withdraw")}</Button>
            <Button look="quiet" onPress={() => setSure(false)}>{i18n._("Keep it")}</Button>
          </>
        )}
      </p>
    </>
  );
}
