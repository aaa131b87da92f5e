package demo

// region is where invented organisations sit: real towns of a cluster's region or of a market, and how companies are named there.
type region struct {
	code      string // a cluster's slug, or a market's code
	country   string
	languages []string // of profiles, the common one first
	forms     []string // legal forms, as they follow a name
	towns     []town
	given     []string // names of people
	family    []string
}

// town is a town with the code of its NUTS 3 region, "" outside the European Union.
type town struct{ name, nuts string }

var clusterRegions = []*region{
	{"biocat", "ES", []string{"ca", "es"}, []string{" S.L.", " S.L.", " S.L.U.", " S.A."},
		[]town{{"Barcelona", "ES511"}, {"Barcelona", "ES511"}, {"Barcelona", "ES511"}, {"Sant Cugat del Vallès", "ES511"}, {"Cerdanyola del Vallès", "ES511"},
			{"Esplugues de Llobregat", "ES511"}, {"L'Hospitalet de Llobregat", "ES511"}, {"Sabadell", "ES511"}, {"Terrassa", "ES511"}, {"Badalona", "ES511"},
			{"Mataró", "ES511"}, {"Granollers", "ES511"}, {"Girona", "ES512"}, {"Figueres", "ES512"}, {"Lleida", "ES513"}, {"Tarragona", "ES514"}, {"Reus", "ES514"}},
		[]string{"Marta", "Núria", "Jordi", "Laia", "Pau", "Oriol", "Anna", "Marc", "Clara", "Xavier"},
		[]string{"Puigdevall", "Serrat", "Vilanova", "Ferrer", "Casals", "Torrent", "Bosch", "Riera", "Soler", "Camps"}},
	{"lyonbiopole", "FR", []string{"fr"}, []string{" SAS", " SAS", " SARL", " SA"},
		[]town{{"Lyon", "FRK26"}, {"Lyon", "FRK26"}, {"Lyon", "FRK26"}, {"Villeurbanne", "FRK26"}, {"Vénissieux", "FRK26"}, {"Saint-Priest", "FRK26"}, {"Écully", "FRK26"},
			{"Grenoble", "FRK24"}, {"Grenoble", "FRK24"}, {"Meylan", "FRK24"}, {"La Tronche", "FRK24"}, {"Saint-Étienne", "FRK25"}, {"Roanne", "FRK25"},
			{"Bourg-en-Bresse", "FRK21"}, {"Annonay", "FRK22"}, {"Valence", "FRK23"}, {"Chambéry", "FRK27"}, {"Annecy", "FRK28"}, {"Archamps", "FRK28"}},
		[]string{"Camille", "Hélène", "Julien", "Mathieu", "Sophie", "Claire", "Antoine", "Élodie", "Luc", "Pauline"},
		[]string{"Berthier", "Chavanne", "Delorme", "Fayolle", "Garnier", "Montagnon", "Perrin", "Roche-Viard", "Thévenet", "Vuillard"}},
	{"biom", "DE", []string{"de"}, []string{" GmbH", " GmbH", " GmbH", " AG", " UG"},
		[]town{{"München", "DE212"}, {"München", "DE212"}, {"München", "DE212"}, {"Planegg", "DE21H"}, {"Planegg", "DE21H"}, {"Garching bei München", "DE21H"}, {"Ingolstadt", "DE211"},
			{"Starnberg", "DE21L"}, {"Freising", "DE21B"}, {"Regensburg", "DE232"}, {"Regensburg", "DE232"}, {"Erlangen", "DE252"}, {"Erlangen", "DE252"}, {"Nürnberg", "DE254"},
			{"Würzburg", "DE263"}, {"Augsburg", "DE271"}, {"Bamberg", "DE241"}, {"Bayreuth", "DE242"}},
		[]string{"Anna", "Katharina", "Florian", "Lukas", "Martin", "Sabine", "Thomas", "Julia", "Stefan", "Eva"},
		[]string{"Angermaier", "Brandl", "Eichinger", "Hofstetter", "Kirchner", "Lechner", "Obermeier", "Reindl", "Steinbauer", "Wimmer"}},
	{"biopmed", "IT", []string{"it"}, []string{" S.r.l.", " S.r.l.", " S.r.l.", " S.p.A."},
		[]town{{"Torino", "ITC11"}, {"Torino", "ITC11"}, {"Torino", "ITC11"}, {"Colleretto Giacosa", "ITC11"}, {"Colleretto Giacosa", "ITC11"}, {"Ivrea", "ITC11"}, {"Moncalieri", "ITC11"},
			{"Novara", "ITC15"}, {"Novara", "ITC15"}, {"Vercelli", "ITC12"}, {"Biella", "ITC13"}, {"Verbania", "ITC14"}, {"Cuneo", "ITC16"}, {"Asti", "ITC17"}, {"Alessandria", "ITC18"}},
		[]string{"Chiara", "Elena", "Davide", "Marco", "Paolo", "Silvia", "Giulia", "Luca", "Stefano", "Francesca"},
		[]string{"Allasia", "Bertone", "Cavallero", "Dutto", "Ferrero", "Ghigo", "Marengo", "Peyron", "Rostagno", "Vercellone"}},
}

var marketRegions = []*region{
	{"CN", "CN", []string{"zh"}, []string{" Co., Ltd."},
		[]town{{"Shanghai", ""}, {"Shanghai", ""}, {"Beijing", ""}, {"Suzhou", ""}, {"Shenzhen", ""}, {"Guangzhou", ""}, {"Hangzhou", ""}, {"Chengdu", ""}, {"Wuhan", ""}, {"Nanjing", ""}, {"Tianjin", ""}},
		[]string{"Wei", "Li", "Jing", "Min", "Lei", "Yan", "Hui", "Tao"}, []string{"Zhang", "Chen", "Liu", "Huang", "Zhou", "Wu", "Sun", "Lin"}},
	{"BR", "BR", []string{"pt"}, []string{" Ltda.", " Ltda.", " S.A."},
		[]town{{"São Paulo", ""}, {"São Paulo", ""}, {"Campinas", ""}, {"Rio de Janeiro", ""}, {"Belo Horizonte", ""}, {"Porto Alegre", ""}, {"Curitiba", ""}, {"Recife", ""}, {"Ribeirão Preto", ""}, {"Florianópolis", ""}},
		[]string{"Ana", "Beatriz", "Carlos", "Rafael", "Fernanda", "Paulo"}, []string{"Almeida", "Barros", "Cardoso", "Moreira", "Teixeira", "Vasconcelos"}},
	{"US", "US", []string{"en"}, []string{", Inc.", ", Inc.", " LLC"},
		[]town{{"Boston", ""}, {"Boston", ""}, {"Cambridge", ""}, {"San Diego", ""}, {"South San Francisco", ""}, {"Philadelphia", ""}, {"Durham", ""}, {"Houston", ""}, {"Minneapolis", ""}, {"Seattle", ""}, {"New York", ""}},
		[]string{"Emily", "James", "Laura", "Michael", "Susan", "David"}, []string{"Aldridge", "Bennett", "Calloway", "Hartman", "Norwood", "Whitfield"}},
}

// towns as they stand in Chinese texts.
var chineseTowns = map[string]string{"Shanghai": "上海", "Beijing": "北京", "Suzhou": "苏州", "Shenzhen": "深圳", "Guangzhou": "广州",
	"Hangzhou": "杭州", "Chengdu": "成都", "Wuhan": "武汉", "Nanjing": "南京", "Tianjin": "天津"}
