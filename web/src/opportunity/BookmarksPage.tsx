import type { ReactNode } from "react";
import { useLingui } from "@lingui/react";
import { Link } from "@tanstack/react-router";
import { graphql } from "../gql";
import { useQuery } from "../api/hooks";
import { useSession } from "../api/session";
import { useTail } from "../api/tail";
import { SignInFirst } from "../account/SignInFirst";
import { Button } from "../ui/Button";
import { Empty, Failure, Skeleton } from "../ui/Feedback";
import { Page } from "../ui/Page";
import { OpportunityRows } from "./OpportunityRows";

const BookmarksQuery = graphql(`
  query Bookmarks($after: String) {
    viewer {
      bookmarks(first: 20, after: $after) {
        pageInfo { hasNextPage endCursor }
        edges { node { id ...OpportunityRow_opportunity } }
      }
    }
  }
`);

/** The opportunities that the viewer remembers, the newest first. */
export function BookmarksPage(): ReactNode {
  const { i18n } = useLingui();
  const { viewer, loading } = useSession();
  const { data, error, again } = useQuery(BookmarksQuery, {}, !viewer);
  const found = data?.viewer?.bookmarks;
  const tail = useTail({ document: BookmarksQuery, asked: {}, head: found, read: (more) => more.viewer?.bookmarks });
  if (!viewer && !loading) return <SignInFirst title={i18n._("Bookmarks")} />;
  return (
    <Page title={i18n._("Bookmarks")}>
      {error && <Failure error={error} again={again} />}
      {!found && !error && <Skeleton />}
      {found?.edges.length === 0 && (
        <Empty title={i18n._("You have bookmarked nothing yet.")}>
          <p>{i18n._("Bookmark an opportunity on its page to find it here again.")}</p>
          <Link to="/opportunities" className="button main">{i18n._("Search opportunities")}</Link>
        </Empty>
      )}
      {found && found.edges.length > 0 && <OpportunityRows opportunities={[...found.edges, ...tail.edges].map((e) => e.node)} />}
      {tail.after !== null && <p><Button busy={tail.fetching} onPress={tail.more}>{i18n._("Show more")}</Button></p>}
    </Page>
  );
}
