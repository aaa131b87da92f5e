package mail

import (
	"embed"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"text/template"
	"time"
	"unicode"
)

// Languages are those that letters are written in, ISO 639-1; the first is the one to fall back on.
var Languages = []string{"en", "es", "ca", "fr", "de", "it", "pt", "zh"}

// Kinds are all kinds of letters.
var Kinds = []Kind{
	VerifyEmail, AlreadyRegistered, PasswordReset, PasswordChanged, TotpAdded, TotpRemoved, PasskeyAdded, PasskeyRemoved, Invitation, OrganisationVerified, OrganisationSuspended, OpportunitySubmitted,
	OpportunityChangesRequested, OpportunityPublished, ChangeProposed, ChangeAccepted, ChangeRefused,
	DelegateSubstituted, FollowUpReminder, MissionReminder, FeedbackRequested,
	RegistrationConfirmed, RegistrationWaitlisted, RegistrationReceived,
	PlaceOffered, OfferLapsed, RegistrationWithdrawn, RegistrationRejected, RegistrationIneligible, RegistrationNominated,
	DecisionReversed, MissionCancelled,
}

// Every file letters/LANGUAGE.txt holds all letters of a language: a line "== KIND", then the subject on a line, then the
// body; "== SIGNATURE" ends them all.
//
//go:embed letters/*.txt
var files embed.FS

var catalogue = parse()

// Render fills in a letter. The same letter gives the same text.
func Render(now time.Time, l Letter) (Rendered, error) {
	to, err := address(l.To)
	if err != nil {
		return Rendered{}, fmt.Errorf("mail: address of a %s letter: %w", l.Kind, err)
	}
	language := l.Language
	if !slices.Contains(Languages, language) {
		language = Languages[0]
	}
	t := catalogue[language].Lookup(string(l.Kind))
	if t == nil {
		return Rendered{}, fmt.Errorf("mail: no letter %q", l.Kind)
	}
	data := make(map[string]string, len(l.Data))
	for field, value := range l.Data {
		data[field] = oneLine(value)
	}
	var b strings.Builder
	if err := t.Execute(&b, data); err != nil {
		return Rendered{}, fmt.Errorf("mail: %s letter: %w", l.Kind, err)
	}
	subject, body, _ := strings.Cut(b.String(), "\n")
	return Rendered{To: to, Kind: l.Kind, Subject: subject, Body: body, At: now, Attachments: l.Attachments}, nil
}

// parse reads the catalogues; what is wrong with them is found when any test of a package that writes letters starts.
func parse() map[string]*template.Template {
	all := map[string]*template.Template{}
	for _, language := range Languages {
		raw, err := files.ReadFile("letters/" + language + ".txt")
		if err != nil {
			panic(err)
		}
		all[language] = parseLanguage(language, string(raw))
	}
	return all
}

func parseLanguage(language, text string) *template.Template {
	sections := strings.Split("\n"+text, "\n== ")[1:]
	_, signature, _ := strings.Cut(sections[len(sections)-1], "\n")
	all := template.New(language).Option("missingkey=error")
	for _, s := range sections[:len(sections)-1] {
		kind, letter, _ := strings.Cut(s, "\n")
		template.Must(all.New(kind).Parse(strings.TrimSpace(letter) + "\n\n-- \n" + strings.TrimSpace(signature) + "\n"))
	}
	return all
}

// address checks that s is one bare address which adds no header and no second recipient.
func address(s string) (string, error) {
	a, err := mail.ParseAddress(s)
	if err != nil {
		return "", err
	}
	if a.Address != s || strings.ContainsFunc(s, unicode.IsControl) {
		return "", errors.New("not a bare address")
	}
	return s, nil
}

// oneLine makes whatever people wrote fit a subject and keeps it from looking like more of the letter.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}
