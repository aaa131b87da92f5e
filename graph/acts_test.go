package graph

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/bioxclusters/portal/internal/id"
)

// sides says on whose side the things of the fixture are, besides the coordinator's.
var sides = map[string]string{
	"org_0000000000000000000000000A": "anna sara", "org_0000000000000000000000000B": "bru sara", "org_0000000000000000000000000C": "carla theo",
	"org_0000000000000000000000000D": "sara", "org_0000000000000000000000000E": "sara", "org_0000000000000000000000000F": "sol sara", "opp_0000000000000000000000000F": "sol sara", "org_0000000000000000000000000P": "ping sara", "org_0000000000000000000000000Q": "theo",
	"opp_0000000000000000000000000A": "ping sara", "opp_0000000000000000000000000B": "theo", "opp_0000000000000000000000000C": "ping sara",
	"opp_0000000000000000000000000D": "anna sara", "opp_0000000000000000000000000E": "anna sara", "mis_0000000000000000000000000A": "sara",
	"mis_0000000000000000000000000B": "theo", "reg_0000000000000000000000000B": "bru", "reg_0000000000000000000000000C": "carla", "mis_0000000000000000000000000C": "sara",
	"reg_0000000000000000000000000D": "bru", "reg_0000000000000000000000000E": "anna",
	"doc_0000000000000000000000000A": "sara", "doc_0000000000000000000000000S": "sara", "out_0000000000000000000000000B": "bru sara",
	"prp_0000000000000000000000000B": "sara", "job_0000000000000000000000000A": "", "usr_0000000000000000000000000B": "", "usr_0000000000000000000000000S": "", "tok_0000000000000000000000000A": "anna", "pky_0000000000000000000000000A": "anna", "ses_0000000000000000000000001A": "anna",
}

// takers are those who take part in a mission, and so record its outcomes.
var takers = map[string]string{"mis_0000000000000000000000000C": "anna bru"}

// TestActsStayOnOnesOwnSide tries every mutation on everything as everybody.
func TestActsStayOnOnesOwnSide(t *testing.T) {
	t.Parallel()
	h, w := newHouse(t), world{contract(t)}
	h.keep(t)
	open := strings.Fields("addBookmark removeBookmark registerForMission blockOrganisation unblockOrganisation") // for whoever sees the thing
	decisions := strings.Fields("rejectRegistration promoteRegistration reverseDecision judgeEligibility scoreRegistration declareConflict " +
		"recordAttendance checkInDelegate substituteDelegate") // for staff of the mission
	kinds := map[string]string{"organisationId": "org", "opportunityId": "opp", "missionId": "mis", "registrationId": "reg", "documentId": "doc", "outcomeId": "out", "proposalId": "prp", "jobId": "job", "userId": "usr", "tokenId": "tok", "passkeyId": "pky", "sessionId": "ses"}
	done := map[string]bool{}
	for _, field := range w.schema.Mutation.Fields {
		for _, p := range w.places(field) {
			_, name, _ := strings.Cut(p.path, ".")
			for _, thing := range slices.Sorted(maps.Keys(sides)) {
				if kinds[name] != id.Kind(thing) {
					continue
				}
				for person := range h.people {
					a := h.post(t, person, w.body(t, "mutation", field, p.put(here), raw(fmt.Sprintf("%q", thing))))
					what := fmt.Sprintf("%s as %s on %s", field.Name, person, thing)
					refused := checkProblems(t, w, field, what, a)
					own := person == "anna" && strings.HasSuffix(strings.ToLower(field.Name), "ratematch")             // of her organisation, which values name
					own = own || person == "sara" && id.Kind(thing) == "reg" && slices.Contains(decisions, field.Name) // of her mission
					own = own || field.Name == "recordOutcome" && slices.Contains(strings.Fields(takers[thing]), person)
					may := own || person == "zoe" || slices.Contains(open, field.Name) || slices.Contains(strings.Fields(sides[thing]), person)
					if !refused && !may {
						t.Errorf("%s: %.300s", what, a.body)
					}
					done[field.Name] = done[field.Name] || !refused
					h.settle(t, what, !refused && may)
				}
			}
		}
	}
	unready := strings.Fields("acceptOffer declineOffer submitOrganisation confirmMission runMission completeMission scoreRegistration judgeEligibility " +
		"declareConflict reverseDecision nominateForMission proposeSelection confirmSelection") // nothing in the fixture is ready for these
	for name := range done {
		if !done[name] && !slices.Contains(unready, name) {
			t.Errorf("%s was refused to all, so this test shows nothing", name)
		}
	}
}
