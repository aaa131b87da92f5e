package mail

import (
	"embed"
	"fmt"
	"netip"
	"net/mail"
	"path"
	"slices"
	"strings"
	"text/template"
	"time"
)

// Languages are those that letters are written in, ISO 639-1; the first is the one to fall back on.
var Languages = []string{"en", "es", "ca", "fr", "de", "it", "pt", "zh"}

// Kinds are all kinds of letters.
var Kinds = []Kind{
	VerifyEmail, AlreadyRegistered, PasswordReset, Invitation, OrganisationVerified, OrganisationSuspended, OpportunitySubmitted,
	OpportunityChangesRequested, OpportunityPublished, RegistrationConfirmed, RegistrationWaitlisted, RegistrationReceived,
	PlaceOffered, OfferLapsed, RegistrationWithdrawn,
}

// Every file letters/LANGUAGE.txt holds all letters of a language: a line "== KIND", the subject, and the body.
//
//go:embed letters
var files embed.FS

var letters = parse()
