package mail_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/bioxclusters/portal/internal/mail"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

var fields = map[string]string{
	"name": "Núria Puig", "link": "https://portal.example/x?token=abc", "organisation": "Bio <&> AG", "inviter": "Jan", "reason": "no answer",
	"title": "A “title”", "mission": "Shanghai 2027", "position": "3", "day": "2027-03-15", "until": "2026-11-26 12:00 UTC",
	"reset": "https://portal.example/reset", "accept": "https://portal.example/offer#accept", "decline": "https://portal.example/offer#decline", "cluster": "BioM",
}

// Each letter is given only the fields that its constant's comment names, so that comments and texts agree.
func needed(k mail.Kind) map[string]string {
	names := map[mail.Kind]string{
		mail.VerifyEmail: "name link", mail.AlreadyRegistered: "name link", mail.PasswordReset: "name link",
		mail.PasswordChanged: "name link reset", mail.TotpAdded: "name link reset", mail.TotpRemoved: "name link reset",
		mail.PasskeyAdded: "name link reset", mail.PasskeyRemoved: "name link reset",
		mail.Invitation: "link organisation inviter", mail.OrganisationVerified: "name link organisation",
		mail.OrganisationSuspended: "name link organisation reason", mail.OpportunitySubmitted: "name link organisation title",
		mail.OpportunityChangesRequested: "name link title", mail.OpportunityPublished: "name link title",
		mail.ChangeProposed: "name link organisation mission", mail.ChangeAccepted: "name link organisation mission",
		mail.ChangeRefused: "name link organisation mission reason", mail.DelegateSubstituted: "name link organisation mission",
		mail.FollowUpReminder: "name link organisation mission day", mail.MissionReminder: "name link organisation mission day",
		mail.FeedbackRequested:     "name link organisation mission",
		mail.RegistrationConfirmed: "name link organisation mission", mail.RegistrationWaitlisted: "name link organisation mission position",
		mail.RegistrationReceived: "name link organisation mission", mail.PlaceOffered: "name link organisation mission until accept decline",
		mail.OfferLapsed: "name link organisation mission", mail.RegistrationWithdrawn: "name link organisation mission",
		mail.RegistrationRejected: "name link organisation mission reason", mail.RegistrationIneligible: "name link organisation mission reason",
		mail.RegistrationNominated: "name link organisation mission cluster", mail.DecisionReversed: "name link organisation mission reason",
		mail.MissionCancelled: "name link mission reason",
	}
	data := map[string]string{}
	for _, f := range strings.Fields(names[k]) {
		data[f] = fields[f]
	}
	return data
}

func TestEveryLetterInEveryLanguage(t *testing.T) {
	seen := map[string]string{}
	for _, kind := range mail.Kinds {
		for _, language := range mail.Languages {
			data := needed(kind)
			r, err := mail.Render(noon, mail.Letter{To: "n@example.org", Language: language, Kind: kind, Data: data})
			if err != nil {
				t.Errorf("%s %s: %v", kind, language, err)
				continue
			}
			if before := seen[r.Body]; before != "" {
				t.Errorf("%s %s is the same as %s", kind, language, before)
			}
			seen[r.Body] = string(kind) + " " + language
			if r.Subject == "" || strings.Contains(r.Subject, "\n") || strings.Contains(r.Body, "<no value>") || len(r.Body) < 60 {
				t.Errorf("%s %s: subject %q, body %q", kind, language, r.Subject, r.Body)
			}
			for field, value := range data {
				if !strings.Contains(r.Subject+r.Body, value) {
					t.Errorf("%s %s does not show %s", kind, language, field)
				}
				delete(data, field)
				if _, err := mail.Render(noon, mail.Letter{To: "n@example.org", Language: language, Kind: kind, Data: data}); err == nil {
					t.Errorf("%s %s renders without %s", kind, language, field)
				}
				data[field] = value
			}
		}
	}
	if len(seen) != 32*8 {
		t.Errorf("%d letters", len(seen))
	}
}

func TestUnknownLanguageFallsBackToEnglish(t *testing.T) {
	letter := mail.Letter{To: "n@example.org", Language: "xx", Kind: mail.PasswordReset, Data: needed(mail.PasswordReset)}
	r, err := mail.Render(noon, letter)
	if err != nil || r.Subject != "Set a new password" {
		t.Errorf("%q %v", r.Subject, err)
	}
}

func TestNobodyAddsHeadersOrRecipients(t *testing.T) {
	for _, to := range []string{"", "n", "a@b.org, c@d.org", "a@b.org\r\nBcc: c@d.org", "Name <a@b.org>", "a@b.org\x00", "\"x\ny\"@b.org"} {
		if _, err := mail.Render(noon, mail.Letter{To: to, Kind: mail.PasswordReset, Data: needed(mail.PasswordReset)}); err == nil {
			t.Errorf("a letter to %q", to)
		}
	}
	data := needed(mail.OpportunityPublished)
	data["title"] = "x\r\nBcc: c@d.org\u2028\nAnd more\x00"
	r, err := mail.Render(noon, mail.Letter{To: "a@b.org", Kind: mail.OpportunityPublished, Data: data})
	if err != nil || strings.ContainsAny(r.Subject, "\r\n\x00") || strings.Contains(r.Body, "\nBcc") {
		t.Errorf("%q %q %v", r.Subject, r.Body, err)
	}
	folder := t.TempDir()
	if err := (&mail.Folder{Dir: folder, From: "portal@example.org"}).Deliver(t.Context(), "job_1", r); err != nil {
		t.Fatal(err)
	}
	raw, _ := os.ReadFile(folder + "/job_1.eml")
	head, _, _ := strings.Cut(string(raw), "\r\n\r\n")
	if strings.Contains(head, "\nBcc") {
		t.Errorf("header injected: %s", head)
	}
}
