import { useDeferredValue, type ReactNode } from "react";
import { useLingui } from "@lingui/react";
import type { Agenda_MissionFragment, MissionFacts_MissionFragment } from "../gql/graphql";
import { Markdown } from "../ui/Markdown";
import { days } from "../ui/format";
import { Agenda } from "./Agenda";
import type { Choices } from "./EditorPage";
import { commonInput, type MissionForm } from "./editor";
import { MissionFacts } from "./MissionFacts";
import { isZone } from "./zone";

/** The mission as others will see it. */
export function Preview({ form: now, choices }: { form: MissionForm; choices: Choices }): ReactNode {
  const { i18n } = useLingui();
  const form = useDeferredValue(now);
  const input = commonInput(form);
  const name = (id: string) => choices.clusters.find((c) => c.id === id)?.name ?? "";
  const money = (cents: number) => ({ __typename: "Money", cents: Math.max(0, cents), currency: /^[A-Z]{3}$/.test(form.currency) ? form.currency : "EUR" });
  const timed = isZone(form.timeZone);
  const facts: MissionFacts_MissionFragment | null = timed && form.opensAt && form.closesAt ? {
    __typename: "Mission", ...input, direction: form.direction, admission: form.admission, capacity: Math.max(0, input.capacity), placesLeft: Math.max(0, input.capacity), waitingCount: 0,
    fee: money(input.feeCents), travelAid: money(input.travelAidCents), cluster: { __typename: "Cluster", id: "", name: "", website: "" },
    quotas: input.quotas.map((q) => ({ __typename: "Quota", guaranteed: q.guaranteed, maximum: q.maximum, cluster: { __typename: "Cluster", id: q.cluster, name: name(q.cluster) } })),
  } as MissionFacts_MissionFragment : null;
  const agenda = { timeZone: form.timeZone, agenda: input.agenda.filter((a) => a.startsAt.endsWith("Z") && a.endsAt.endsWith("Z")) } as Agenda_MissionFragment;
  return (
    <aside className="preview" aria-label={i18n._("Preview")} tabIndex={0}>
      <p className="small soft">{i18n._("Preview")}</p>
      <div className="stack-l">
        <div>
          <h2>{form.title || i18n._("Title")}</h2>
          <p className="soft">{[form.startsOn && form.endsOn && form.startsOn <= form.endsOn && days(i18n, form.startsOn, form.endsOn), form.city].filter(Boolean).join(", ")}</p>
        </div>
        {form.description && <Markdown text={form.description} />}
        {timed && <Agenda mission={agenda as never} />}
        {facts && <MissionFacts mission={facts as never} />}
      </div>
    </aside>
  );
}
