package matching

import "strings"

// stopWords are words of the closed classes (articles, pronouns, prepositions, conjunctions, auxiliary verbs) and what elision
// leaves of them, without diacritics, by language: so common that they say nothing of a text.
var stopWords = map[string]map[string]bool{
	"en": set(`a about above after all also an and any are as at be been being between both but by can could did do does for from
		had has have he her his how if in into is it its may might more most much must no nor not of off on onto or other our out
		over own s same shall she should so some such than that the their them then there these they this those through to too under
		until up upon very was we were what when where which while who whom whose why will with within without would you your`),
	"es": set(`a al algo algun alguna algunas alguno algunos ante antes aquel aquella asi aun bajo bien cada como con contra cual
		cuando cuyo de del desde donde durante e el ella ellas ellos en entre era eran es esa esas ese eso esos esta estaba estan
		estar estas este esto estos fue fueron ha haber habia han has hasta hay la las le les lo los mas me mediante mi mientras
		mismo muy nada ni no nos nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros para pero poco por porque
		puede pueden pues que quien se sea sean segun ser si sido sin sobre son su sus tal tambien tan tanto te tiene tienen todo
		toda todas todos tras tu u un una unas uno unos y ya yo`),
	"ca": set(`a al algun alguna algunes alguns als altra altre altres amb abans aquell aquella aquest aquesta aquestes aquests
		aixi be cada com contra d de del dels des dins durant doncs e el ell ella elles ells els em en encara entre era eren es
		esta estan estat et fins ha han has havia hi ho i jo ja l la les li llur llurs lo los m ma mateix mes meu mentre mitjancant
		molt n nosaltres nostra nostre nostres no o on p pel pels per perque pero poc pot poden qual quals quan que qui quin s sa
		se segons sense ser ses seu seus seva seves si sigui sobre son sota t tambe tan tant te tenen tot tota totes tots tu un una
		unes uns us va van vostra vostre`),
	"fr": set(`a ai ainsi apres au aucun aussi autre autres aux avait avant avec avoir c ce ceci cela celle celles celui ces cet
		cette ceux chaque chez comme comment contre d dans de depuis des donc dont du elle elles en encore entre est et etaient
		etait etant ete etre eu eux fut il ils j je l la le les leur leurs lors lorsque lui m ma mais me meme mes moins mon n ne ni
		nos notre nous on ont ou par parmi pas pendant peu peut peuvent plus pour pourquoi pres qu quand que quel quelle qui quoi s
		sa sans se selon sera ses si son sont sous sur t ta tandis te tes toi ton tous tout toute toutes tres tu un une vers vos
		votre vous y`),
	"de": set(`aber als am an auch auf aus bei beim bin bis bist da dabei dadurch dafur damit dann das dass dein dem den denn der
		deren des dessen die dies diese dieselbe diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er
		es etwas euer fur gegen haben habe hat hatte hatten hier hinter ich ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja
		jede jedem jeden jeder jedes kann kein keine konnen man mehr mein mich mir mit muss nach nicht noch nur ob oder ohne sehr
		sein seine seinem seinen seiner seit sich sie sind so sollen sowie uber um und uns unser unsere unserem unseren unserer
		unter vom von vor war waren was weil welche welcher welches wenn werden wer wie wieder wir wird wo wurde wurden zu zum zur
		zwischen`),
	"it": set(`a ad agli ai al alla alle allo all anche ancora avere aveva c che chi ci come con contro cosi cui d da dagli dai dal
		dalla dalle dallo dall degli dei del della delle dello dell dentro di dopo dove durante e ed egli ella era erano essere esso
		fino fra fu gli ha hanno ho i il in io l la le lei li lo loro lui ma mediante meno mentre mi mio molto ne negli nei nel nella
		nelle nello nell no noi non nostra nostre nostri nostro o ogni oltre per perche piu poco possono presso prima puo qual quale
		quali quando quanto quella quelle quelli quello questa queste questi questo s se secondo senza si sia siano sono sopra sotto
		stata stati stato su sua sue sugli sui sul sulla sulle sullo sull suo suoi tra tu tutta tutte tutti tutto un una uno vi voi`),
	"pt": set(`a ainda algum alguma algumas alguns antes ao aos apos aquela aquele aquilo as assim ate cada com como contra da das
		de dela dele deles desde dessa desse desta deste do dos durante e ela elas ele eles em enquanto entre era eram essa essas
		esse esses esta estao estar estas este estes eu foi foram ha isso isto ja la lhe lhes mais mas me mediante meio mesmo meu
		minha muito na nao nas nem no nos nossa nossas nosso nossos num numa o onde os ou outra outras outro outros para pela pelas pelo
		pelos perante pode podem por porque pouco qual quando quanto que quem sao se segundo seja sejam sem sendo ser seu seus sido
		sob sobre sua suas tal tambem tao te tem ter toda todas todo todos tu um uma umas uns voce vos`),
}

// set makes a set of words separated by white space.
func set(words string) map[string]bool {
	in := map[string]bool{}
	for _, w := range strings.Fields(words) {
		in[w] = true
	}
	return in
}
