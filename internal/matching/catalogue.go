package matching

// catalogue holds the sentences of evidence by language and code, arguments in braces. Every language has every code, with the same
// arguments. They speak of the organisation and the opportunity, so that either side and staff read the same words.
var catalogue = map[string]map[string]string{
	"en": inEnglish, "ca": inCatalan, "es": inSpanish, "fr": inFrench, "de": inGerman, "it": inItalian, "pt": inPortuguese, "zh": inChinese,
}

var inEnglish = map[string]string{
	"TECHNOLOGY_SAME":                "Both name {technology}.",
	"TECHNOLOGY_NARROWER":            "The organisation names {ownTechnology}, a part of {technology}, which the opportunity names.",
	"TECHNOLOGY_BROADER":             "The organisation names {ownTechnology}, which includes {technology}, named by the opportunity.",
	"TECHNOLOGY_SIBLING":             "The organisation names {ownTechnology}, the opportunity {technology}: both directly under {common}.",
	"TECHNOLOGY_RELATED":             "The organisation names {ownTechnology}, the opportunity {technology}: both somewhere under {common}.",
	"TECHNOLOGY_FAR":                 "None of their technologies are related.",
	"TECHNOLOGY_NONE_OFFERS":         "The organisation names no technology that it offers.",
	"TECHNOLOGY_NONE_SEEKS":          "The organisation names no technology that it seeks.",
	"TECHNOLOGY_NONE_BOTH":           "The organisation names no technology that it offers or seeks.",
	"TECHNOLOGY_NONE_IN_OPPORTUNITY": "The opportunity names no technology.",
	"COMPLEMENT_OFFERS":              "The organisation offers something, and the opportunity asks ({kind}).",
	"COMPLEMENT_SEEKS":               "The organisation seeks something, and the opportunity offers ({kind}).",
	"COMPLEMENT_BOTH":                "The organisation states what it offers or seeks, and the opportunity invites partners ({kind}).",
	"COMPLEMENT_NONE":                "The organisation states nothing that answers this kind of opportunity ({kind}).",
	"PARTNERSHIP_SAME":               "Both want this type of partnership: {partnership}.",
	"PARTNERSHIP_NEAR":               "Types of partnership are close: {ownPartnership} and {partnership}.",
	"PARTNERSHIP_OTHER":              "Types of partnership differ: {ownPartnership} against {partnership}.",
	"PARTNERSHIP_UNKNOWN":            "A type of partnership is not stated; counted as neutral.",
	"TEXT_WORDS":                     "Words in common: {words}.",
	"TEXT_NONE":                      "The texts have no telling words in common.",
	"TEXT_OTHER_LANGUAGE":            "The texts have no words in common; languages differ ({ownLanguage} and {language}).",
	"TEXT_EMPTY":                     "The organisation has no text that can be compared.",
	"MARKET_WANTED":                  "The organisation is interested in {market}.",
	"MARKET_SAME":                    "The organisation works in {market}.",
	"MARKET_OTHER":                   "The opportunity is for {market}; the organisation states {ownMarket}.",
	"MARKET_NOT_STATED":              "The organisation states no market of interest ({market} is asked); counted as neutral.",
	"MARKET_UNKNOWN":                 "The opportunity states no market; counted as neutral.",
	"STAGE_SAME":                     "Both at the same stage: {stage}.",
	"STAGE_APART":                    "Stages {ownStage} and {stage}; steps between them: {steps}.",
	"STAGE_UNKNOWN_ORGANISATION":     "The organisation states no stage (opportunity: {stage}); counted as neutral.",
	"STAGE_UNKNOWN_OPPORTUNITY":      "The opportunity states no stage; counted as neutral.",
	"PUBLISHED_DAYS":                 "Days since publication: {days}.",
	"PUBLISHED_UNKNOWN":              "Day of publication unknown; counted as neutral.",
	"CLOSES_DAYS":                    "Days left: {days}.",
	"REQUIREMENT_FACTS":              "{requirement}: asked {asked}; the profile states {facts}.",
	"REQUIREMENT_NO_FACT":            "{requirement}: asked {asked}; the profile does not say.",
	"REQUIREMENT_UNREADABLE":         "{requirement}: the requirement does not say what it asks for.",
	"NOT_ELIGIBLE":                   "This requirement is mandatory: not eligible.",
	"WITHHELD":                       "This rests on facts of the organisation's profile that you may not see yet.",
}
