package mission

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bioxclusters/portal/internal/matching"
)

// wordLanguages is the order of the languages in words.
var wordLanguages = []string{"en", "es", "ca", "fr", "de", "it", "pt", "zh"}

// words are the names of what rules of eligibility mention, in the order of wordLanguages.
var words = map[string][]string{
	"CLUSTER_MEMBERSHIP": {"cluster", "clúster", "clúster", "pôle", "Cluster", "cluster", "cluster", "所属集群"},
	"SIZE_CLASS":         {"size of the enterprise", "tamaño de la empresa", "mida de l'empresa", "taille de l'entreprise", "Unternehmensgröße", "dimensione dell'impresa", "dimensão da empresa", "企业规模"},
	"TECHNOLOGY":         {"technologies", "tecnologías", "tecnologies", "technologies", "Technologien", "tecnologie", "tecnologias", "技术"},
	"VERIFIED_PROFILE":   {"profile", "perfil", "perfil", "profil", "Profil", "profilo", "perfil", "资料"},
	"PAST_PARTICIPATION": {"earlier missions", "misiones anteriores", "missions anteriors", "missions antérieures", "frühere Reisen", "missioni precedenti", "missões anteriores", "以往考察团次数"},
	"MICRO":              {"micro", "micro", "micro", "micro", "Kleinstunternehmen", "micro", "micro", "微型"},
	"SMALL":              {"small", "pequeña", "petita", "petite", "klein", "piccola", "pequena", "小型"},
	"MEDIUM":             {"medium-sized", "mediana", "mitjana", "moyenne", "mittel", "media", "média", "中型"},
	"LARGE":              {"large", "grande", "gran", "grande", "groß", "grande", "grande", "大型"},
	"DRAFT":              {"being written", "en preparación", "en preparació", "en préparation", "in Arbeit", "in preparazione", "em preparação", "草拟中"},
	"UNDER_REVIEW":       {"under review", "en revisión", "en revisió", "en cours de vérification", "in Prüfung", "in verifica", "em verificação", "审核中"},
	"VERIFIED":           {"verified", "verificado", "verificat", "vérifié", "geprüft", "verificato", "verificado", "已审核"},
	"SUSPENDED":          {"suspended", "suspendido", "suspès", "suspendu", "gesperrt", "sospeso", "suspenso", "已暂停"},
}

// word is a name from words in a language, in English where the language is unknown; the key itself when there is none.
func word(lang, key string) string {
	names, ok := words[key]
	if !ok {
		return key
	}
	return names[max(0, slices.Index(wordLanguages, lang))]
}

// evidence writes what a rule asks and what the facts are as a sentence. name gives the names of ids.
func (r Rule) evidence(lang string, facts []string, name func(string) string) string {
	var asked []string
	for _, v := range r.Values {
		asked = append(asked, name(v))
	}
	switch r.Kind {
	case VerifiedProfile:
		asked = []string{word(lang, verified)}
	case PastParticipation:
		asked = append([]string{r.span()}, asked...)
	}
	code := "REQUIREMENT_FACTS"
	if len(facts) == 0 {
		code = "REQUIREMENT_NO_FACT"
	}
	stated := make([]string, len(facts))
	for i, f := range facts {
		stated[i] = name(f)
	}
	e := matching.Evidence{Code: code, Args: map[string]string{
		"requirement": word(lang, string(r.Kind)), "asked": strings.Join(asked, "|"), "facts": strings.Join(stated, "|")}}
	return e.Text(lang, nil)
}

// span writes Min and Max as people of any language read them.
func (r Rule) span() string {
	switch {
	case r.Min == nil:
		return "≤ " + strconv.Itoa(*r.Max)
	case r.Max == nil:
		return "≥ " + strconv.Itoa(*r.Min)
	case *r.Min == *r.Max:
		return strconv.Itoa(*r.Min)
	}
	return strconv.Itoa(*r.Min) + "–" + strconv.Itoa(*r.Max)
}
