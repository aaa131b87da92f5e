import type { ReactNode } from "react";
import { SignInFirst } from "../account/SignInFirst";
import { useSession } from "../api/session";
import { NotFound } from "../app/Errors";
import { Skeleton } from "../ui/Feedback";

/** Shows its children to cluster staff and coordinators alone, so that nobody else's browser asks what they may not see; visitors may sign in first. Whose mission it is the page itself finds out. */
export function StaffOnly({ title, children }: { title: string; children: ReactNode }): ReactNode {
  const { viewer, loading } = useSession();
  if (loading) return <Skeleton lines={12} />;
  if (!viewer) return <SignInFirst title={title} />;
  return viewer.cluster || viewer.roles.includes("COORDINATOR") ? children : <NotFound />;
}
