package matching

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// sentences are texts of about a hundred words, as profiles have them, by language.
var sentences = map[string]string{
	"en": `We develop humanised monoclonal antibodies against solid tumours and look for clinical partners in Europe, China and Brazil.
		Our platform (CD19-positive CAR-T cells, IL-2 release below 1.5 ng/ml) has been validated in three hospitals; a Phase II trial
		with 120 patients starts in 2027. The company, founded in 2016, holds ISO 13485 and GMP certificates and offers contract
		manufacturing, fill and finish, stability studies and regulatory support. Partners should bring experience in oncology, a
		distribution network and the capacity to register medical devices with the authorities of their country within two years.`,
	"fr": `Nous développons des anticorps monoclonaux humanisés contre les tumeurs solides et cherchons des partenaires cliniques en
		Europe, en Chine et au Brésil. Notre plateforme a été validée dans trois hôpitaux ; un essai de phase II commence en 2027.
		L’entreprise, fondée en 2016, détient les certificats ISO 13485 et BPF et propose la fabrication à façon, le remplissage
		aseptique, les études de stabilité et l’accompagnement réglementaire. Les partenaires devraient apporter une expérience en
		oncologie, un réseau de distribution et la capacité d’enregistrer des dispositifs médicaux auprès des autorités.`,
	"zh": `我们开发针对实体瘤的人源化单克隆抗体，正在欧洲、中国和巴西寻找临床合作伙伴。我们的平台已在三家医院得到验证，第二期临床试验将于2027年开始。
		公司成立于2016年，持有ISO 13485和GMP证书，提供合同生产、灌装、稳定性研究和注册支持。合作伙伴应具备肿瘤学经验、分销网络以及在两年内向本国主管部门注册医疗器械的能力。`,
}

// BenchmarkWords reads texts of a hundred words in which every word was met before: tokens/s is words read, those without meaning
// included, on one core.
func BenchmarkWords(b *testing.B) {
	for lang, text := range sentences {
		b.Run(lang, func(b *testing.B) {
			a, tokens := newAnalyser(), len(Fold(text))
			for b.Loop() {
				a.words(lang, text, func(word, []byte) {})
			}
			b.SetBytes(int64(len(text)))
			b.ReportMetric(float64(tokens)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
		})
	}
}

// BenchmarkAnalyse makes documents of a hundred words ready, of a vocabulary of 20,000.
func BenchmarkAnalyse(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(r, 1.2, 8, 20_000)
	letters := strings.Fields("ar be ci do en fu gi ho in ka le mo ni or pe qu ri so ta un ve xi")
	coin := func(n uint64) string {
		w := "a"
		for ; n > 0; n /= uint64(len(letters)) {
			w += letters[n%uint64(len(letters))]
		}
		return w
	}
	tree, documents := NewTree(nil, nil), make([]Document, 1000)
	for i := range documents {
		var text []string
		for range 100 {
			text = append(text, coin(zipf.Uint64()))
		}
		documents[i] = Document{Language: "en", Text: strings.Join(text, " ")}
	}
	for b.Loop() {
		Analyse(tree, documents)
	}
	b.ReportMetric(float64(100*len(documents)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
