package match

import (
	"strings"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/matching"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// namer gives the labels of what evidence names, in a language of the portal: names of markets and technologies from the data,
// countries and languages from Unicode's CLDR, the rest from labels.
func (s *snapshot) namer(lang string) matching.Namer {
	tag, err := language.Parse(lang)
	if err != nil {
		tag = language.English
	}
	return func(kind, value string) string {
		switch kind {
		case "technology":
			if t := s.technologies[id.Technology(value)]; t != nil {
				return t.LabelIn(lang)
			}
		case "market":
			if m := s.markets[id.Market(value)]; m != nil {
				return m.NameIn(lang)
			}
		case "language":
			return languageName(tag, value)
		case "country":
			return countryName(tag, value)
		}
		return label(lang, kind, value)
	}
}

func languageName(in language.Tag, code string) string {
	named, err := language.ParseBase(code)
	if names := display.Languages(in); err == nil && names != nil {
		return names.Name(named)
	}
	return ""
}

func countryName(in language.Tag, code string) string {
	named, err := language.ParseRegion(code)
	if names := display.Regions(in); err == nil && names != nil {
		return names.Name(named)
	}
	return ""
}

// label is a name from labels, in English where the language is unknown; "" when there is none.
func label(lang, kind, value string) string {
	names, ok := labels[kind+" "+value]
	if !ok {
		return ""
	}
	for i, l := range labelLanguages {
		if l == lang {
			return names[i]
		}
	}
	return names[0]
}

var labelLanguages = [...]string{"en", "es", "ca", "fr", "de", "it", "pt", "zh"}

// labels are names of the closed sets that evidence mentions, in the order of labelLanguages.
var labels = table(`
stage CONCEPT|concept|concepto|concepte|concept|Konzept|idea|conceito|概念
stage UNDER_DEVELOPMENT|under development|en desarrollo|en desenvolupament|en développement|in Entwicklung|in sviluppo|em desenvolvimento|开发中
stage LAB_TESTED|tested in the laboratory|probado en laboratorio|provat al laboratori|testé en laboratoire|im Labor getestet|testato in laboratorio|testado em laboratório|实验室已验证
stage DEMONSTRATION|available for demonstration|disponible para demostración|disponible per a demostració|disponible pour démonstration|zur Vorführung bereit|disponibile per dimostrazione|disponível para demonstração|可供演示
stage ON_MARKET|on the market|en el mercado|al mercat|sur le marché|auf dem Markt|sul mercato|no mercado|已上市
partnership COMMERCIAL|commercial agreement|acuerdo comercial|acord comercial|accord commercial|Handelsvereinbarung|accordo commerciale|acordo comercial|商业协议
partnership COMMERCIAL_WITH_TECHNICAL_ASSISTANCE|commercial agreement with technical assistance|acuerdo comercial con asistencia técnica|acord comercial amb assistència tècnica|accord commercial avec assistance technique|Handelsvereinbarung mit technischer Unterstützung|accordo commerciale con assistenza tecnica|acordo comercial com assistência técnica|含技术支持的商业协议
partnership INVESTMENT|investment|inversión|inversió|investissement|Investition|investimento|investimento|投资
partnership OUTSOURCING|outsourcing|externalización|externalització|externalisation|Auslagerung|esternalizzazione|terceirização|外包
partnership SUPPLIER|supplier agreement|acuerdo de suministro|acord de subministrament|accord de fourniture|Liefervereinbarung|accordo di fornitura|acordo de fornecimento|供应协议
partnership RESEARCH_COOPERATION|research cooperation|cooperación en investigación|cooperació en recerca|coopération de recherche|Forschungskooperation|cooperazione di ricerca|cooperação em pesquisa|研究合作
opportunityKind BUSINESS_OFFER|business offer|oferta comercial|oferta comercial|offre commerciale|Geschäftsangebot|offerta commerciale|oferta comercial|商业供给
opportunityKind BUSINESS_REQUEST|business request|demanda comercial|demanda comercial|demande commerciale|Geschäftsgesuch|richiesta commerciale|demanda comercial|商业需求
opportunityKind TECHNOLOGY_OFFER|technology offer|oferta tecnológica|oferta tecnològica|offre de technologie|Technologieangebot|offerta tecnologica|oferta tecnológica|技术供给
opportunityKind TECHNOLOGY_REQUEST|technology request|demanda tecnológica|demanda tecnològica|demande de technologie|Technologiegesuch|richiesta tecnologica|demanda tecnológica|技术需求
opportunityKind RESEARCH_REQUEST|search for research partners|búsqueda de socios de investigación|cerca de socis de recerca|recherche de partenaires de recherche|Suche nach Forschungspartnern|ricerca di partner di ricerca|busca de parceiros de pesquisa|寻找研究伙伴
requirement CERTIFICATION|certification|certificación|certificació|certification|Zertifizierung|certificazione|certificação|认证
requirement SIZE_CLASS|size of the enterprise|tamaño de la empresa|mida de l'empresa|taille de l'entreprise|Unternehmensgröße|dimensione dell'impresa|porte da empresa|企业规模
requirement COUNTRY|country|país|país|pays|Land|paese|país|国家
requirement REGION|region|región|regió|région|Region|regione|região|地区
requirement LANGUAGE|language of business|idioma de trabajo|llengua de treball|langue de travail|Geschäftssprache|lingua di lavoro|idioma de trabalho|工作语言
requirement STAGE|stage of development|fase de desarrollo|fase de desenvolupament|stade de développement|Entwicklungsstand|stadio di sviluppo|fase de desenvolvimento|开发阶段
requirement TRL|technology readiness level|nivel de madurez tecnológica|nivell de maduresa tecnològica|niveau de maturité technologique|Technologie-Reifegrad|livello di maturità tecnologica|nível de maturidade tecnológica|技术成熟度
requirement YEARS_IN_BUSINESS|years in business|años de actividad|anys d'activitat|années d'activité|Jahre am Markt|anni di attività|anos de atividade|经营年限
requirement IPR|intellectual property|propiedad intelectual|propietat intel·lectual|propriété intellectuelle|geistiges Eigentum|proprietà intellettuale|propriedade intelectual|知识产权
sizeClass MICRO|micro|micro|micro|micro|Kleinstunternehmen|micro|micro|微型
sizeClass SMALL|small|pequeña|petita|petite|klein|piccola|pequena|小型
sizeClass MEDIUM|medium-sized|mediana|mitjana|moyenne|mittel|media|média|中型
sizeClass LARGE|large|grande|gran|grande|groß|grande|grande|大型
ipr NONE|none|ninguna|cap|aucune|keines|nessuna|nenhuma|无
ipr SECRET_KNOW_HOW|secret know-how|know-how secreto|know-how secret|savoir-faire secret|geheimes Know-how|know-how segreto|know-how secreto|技术秘密
ipr APPLIED|applied for|solicitada|sol·licitada|demandée|angemeldet|richiesta|solicitada|已申请
ipr GRANTED|granted|concedida|concedida|accordée|erteilt|concessa|concedida|已授权
`)

// table reads lines of a key and its names.
func table(lines string) map[string][]string {
	t := map[string][]string{}
	for _, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		key, names, _ := strings.Cut(line, "|")
		t[key] = strings.Split(names, "|")
	}
	return t
}
