package graph

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// act runs a mutation without user errors and gives what path picks of the answer, names separated by dots.
func (h *house) act(t *testing.T, person, mutation, path string) string {
	t.Helper()
	raw := h.ask(t, person, "mutation{"+mutation+"}", nil)
	var answer struct{ Data map[string]any }
	if err := json.Unmarshal(raw, &answer); err != nil || strings.Contains(string(raw), `"message"`) {
		t.Fatalf("%s as %s: %s %v", mutation, person, raw, err)
	}
	var value any = answer.Data
	for _, name := range strings.Split(path, ".") {
		fields, _ := value.(map[string]any)
		value = fields[name]
	}
	return fmt.Sprint(value)
}

// A SELECTION through the graph: what is proposed reads as references, and scores, reviews and contacts show to whom they are for.
func TestASelectionThroughTheGraph(t *testing.T) {
	h := newHouse(t)
	m := h.act(t, "sara", `createMission(input:{direction:INBOUND,admission:SELECTION,market:"CN",title:"Workshop",timeZone:"Europe/Madrid",startsOn:"2027-03-01",endsOn:"2027-03-02",
		opensAt:"2026-11-01T00:00:00Z",closesAt:"2026-12-01T00:00:00Z",capacity:1,seatsPerOrganisation:1,coOwners:["biom"],contacts:[{name:"Sara",email:"sara@biocat.example"}],
		criteria:[{name:"Fit",weight:1}],eligibility:[{kind:SIZE_CLASS,values:["SMALL","MICRO"]},{kind:CLUSTER_MEMBERSHIP,values:["biocat"],mandatory:false},
		{kind:TECHNOLOGY,values:["monoclonal-antibodies"]},{kind:PAST_PARTICIPATION,values:["CN"],max:0}]}){mission{id} userErrors{message}}`, "createMission.mission.id")
	h.act(t, "theo", fmt.Sprintf(`openMission(input:{missionId:%q}){mission{id} userErrors{message}}`, m), "")
	var registrations []string
	for _, person := range []string{"anna", "bru"} {
		registrations = append(registrations, h.act(t, person, fmt.Sprintf(`registerForMission(input:{missionId:%q,delegates:[{name:"A",email:"a@b.example",role:"CEO"}]}){registration{id} userErrors{message}}`, m), "registerForMission.registration.id"))
	}
	h.act(t, "theo", fmt.Sprintf(`nominateForMission(input:{missionId:%q,organisationId:"org_0000000000000000000000000C",agreed:true,delegates:[{name:"C",email:"c@b.example",role:"CEO"}]}){registration{id} userErrors{message}}`, m), "")
	for i, r := range registrations {
		h.act(t, "sara", fmt.Sprintf(`judgeEligibility(input:{registrationId:%q,eligible:true}){registration{id} userErrors{message}}`, r), "")
		for _, reviewer := range []string{"sara", "theo"} {
			h.act(t, reviewer, fmt.Sprintf(`scoreRegistration(input:{registrationId:%q,points:[%d]}){registration{score} userErrors{message}}`, r, 9-2*i), "")
		}
	}
	h.act(t, "sara", fmt.Sprintf(`closeMission(input:{missionId:%q}){mission{id} userErrors{message}}`, m), "")
	h.want(t, "theo", fmt.Sprintf(`mutation{proposeSelection(input:{missionId:%q}){proposal{total chosen{score reason registration{organisation{legalName}}}
		leftOut{score rule missingPoints missingReviews above registration{id} behind{organisation{legalName}}}} userErrors{message}}}`, m),
		`{"data":{"proposeSelection":{"proposal":{"total":90,"chosen":[{"score":90,"reason":"OPEN_PLACE","registration":{"organisation":{"legalName":"Arbre Antibodies SL"}}}],`+
			`"leftOut":[{"score":70,"rule":"CAPACITY","missingPoints":20,"missingReviews":0,"above":0,"registration":{"id":"`+registrations[1]+`"},"behind":{"organisation":{"legalName":"Arbre Antibodies SL"}}}]},"userErrors":[]}}}`)
	mission := fmt.Sprintf(`{mission(id:%q){waitingListRule coOwners{slug} contacts{name} criteria{name weight} eligibility{kind clusters{slug} sizeClasses technologies{slug} markets{code} max mandatory}
		viewerEligibility{kind verdict} viewerRegistration{score nominatedBy{slug} assessments{own points} eligibility{verdict}}}}`, m)
	rules := `"criteria":[{"name":"Fit","weight":1}],"eligibility":[{"kind":"SIZE_CLASS","clusters":[],"sizeClasses":["SMALL","MICRO"],"technologies":[],"markets":[],"max":null,"mandatory":true},` +
		`{"kind":"CLUSTER_MEMBERSHIP","clusters":[{"slug":"biocat"}],"sizeClasses":[],"technologies":[],"markets":[],"max":null,"mandatory":false},` +
		`{"kind":"TECHNOLOGY","clusters":[],"sizeClasses":[],"technologies":[{"slug":"monoclonal-antibodies"}],"markets":[],"max":null,"mandatory":true},` +
		`{"kind":"PAST_PARTICIPATION","clusters":[],"sizeClasses":[],"technologies":[],"markets":[{"code":"CN"}],"max":0,"mandatory":true}],`
	head, contacts := `{"data":{"mission":{"waitingListRule":"SCORE","coOwners":[{"slug":"biom"}],`, `"contacts":[{"name":"Sara"}],`
	nobody := `"viewerEligibility":null,"viewerRegistration":null}}}`
	h.want(t, "visitor", mission, `{"data":{"mission":null}}`) // who reads missions that are open
	h.want(t, "yara", mission, head+`"contacts":null,`+rules+nobody)
	h.want(t, "anna", mission, head+contacts+rules+`"viewerEligibility":[{"kind":"SIZE_CLASS","verdict":"MATCH"},{"kind":"CLUSTER_MEMBERSHIP","verdict":"MATCH"},{"kind":"TECHNOLOGY","verdict":"MATCH"},{"kind":"PAST_PARTICIPATION","verdict":"MATCH"}],`+
		`"viewerRegistration":{"score":null,"nominatedBy":null,"assessments":null,"eligibility":[{"verdict":"MATCH"},{"verdict":"MATCH"},{"verdict":"MATCH"},{"verdict":"MATCH"}]}}}}`)
	h.want(t, "carla", mission, head+contacts+rules+`"viewerEligibility":[{"kind":"SIZE_CLASS","verdict":"GAP"},{"kind":"CLUSTER_MEMBERSHIP","verdict":"GAP"},{"kind":"TECHNOLOGY","verdict":"UNKNOWN"},{"kind":"PAST_PARTICIPATION","verdict":"MATCH"}],`+
		`"viewerRegistration":{"score":null,"nominatedBy":{"slug":"biom"},"assessments":null,"eligibility":[{"verdict":"GAP"},{"verdict":"GAP"},{"verdict":"UNKNOWN"},{"verdict":"MATCH"}]}}}}`)
	of := fmt.Sprintf(`{node(id:%q){... on Registration{score viewerCanDecide assessments{own conflict points reviewerName}}}}`, registrations[0])
	h.want(t, "sara", of, `{"data":{"node":{"score":90,"viewerCanDecide":true,"assessments":[{"own":true,"conflict":false,"points":[9],"reviewerName":"Sara Staff"},{"own":false,"conflict":false,"points":[9],"reviewerName":"Theo Staff"}]}}}`)
	h.want(t, "yara", of, `{"data":{"node":null}}`)
}

// want holds an answer against what is due.
func (h *house) want(t *testing.T, person, document, want string) {
	t.Helper()
	if got := string(h.ask(t, person, document, nil)); got != want {
		t.Errorf("%s:\n got %s\nwant %s", person, got, want)
	}
}

// What waits for staff: registrations to judge unless changes are asked for, in the missions that they run.
func TestWhatIsToBeDecided(t *testing.T) {
	h := newHouse(t)
	const ask = `{viewer{judge:undecidedRegistrations{totalCount nodes{id}} change:undecidedRegistrations(of:CHANGE,first:1){totalCount nodes{id}}}}`
	answer := func(judge, change string) string {
		list := func(ids string) string {
			if ids == "" {
				return `{"totalCount":0,"nodes":[]}`
			}
			return fmt.Sprintf(`{"totalCount":%d,"nodes":[{"id":"%s"}]}`, strings.Count(ids, " ")+1, strings.ReplaceAll(ids, " ", `"},{"id":"`))
		}
		return fmt.Sprintf(`{"data":{"viewer":{"judge":%s,"change":%s}}}`, list(judge), list(change))
	}
	const change = "reg_0000000000000000000000000B"
	h.want(t, "sara", ask, answer("", change))
	m := h.act(t, "sara", `createMission(input:{direction:INBOUND,admission:SELECTION,market:"CN",title:"Workshop",timeZone:"Europe/Madrid",startsOn:"2027-03-01",endsOn:"2027-03-02",
		opensAt:"2026-11-01T00:00:00Z",closesAt:"2026-12-01T00:00:00Z",capacity:1,seatsPerOrganisation:1,coOwners:["biom"],contacts:[{name:"Sara",email:"sara@biocat.example"}]}){mission{id} userErrors{message}}`, "createMission.mission.id")
	h.act(t, "sara", fmt.Sprintf(`openMission(input:{missionId:%q}){mission{id} userErrors{message}}`, m), "")
	var both []string
	for _, person := range []string{"anna", "bru"} {
		both = append(both, h.act(t, person, fmt.Sprintf(`registerForMission(input:{missionId:%q,delegates:[{name:"A",email:"a@b.example",role:"CEO"}]}){registration{id} userErrors{message}}`, m), "registerForMission.registration.id"))
	}
	slices.Sort(both) // they came at the same moment
	for person, want := range map[string]string{"sara": answer(strings.Join(both, " "), change), "zoe": answer(strings.Join(both, " "), change),
		"theo": answer(strings.Join(both, " "), ""), "luc": answer("", ""), "yara": answer("", ""), "anna": answer("", "")} {
		h.want(t, person, ask, want)
	}
	h.act(t, "sara", fmt.Sprintf(`judgeEligibility(input:{registrationId:%q,eligible:true}){registration{id} userErrors{message}}`, both[0]), "")
	h.act(t, "sara", `decideProposal(input:{proposalId:"prp_0000000000000000000000000B",expectedVersion:1,accept:true}){userErrors{message}}`, "")
	h.want(t, "sara", ask, answer(both[1], ""))
}
