package organisation

// SizeClass is the class of an enterprise by Commission Recommendation 2003/361/EC.
type SizeClass string

// The size classes, smallest first.
const (
	Micro  SizeClass = "MICRO"
	Small  SizeClass = "SMALL"
	Medium SizeClass = "MEDIUM"
	Large  SizeClass = "LARGE"
)

// Valid tells whether there is such a class.
func (s SizeClass) Valid() bool { return s == Micro || s == Small || s == Medium || s == Large }

// ceilings of 2003/361/EC, annex, article 2: headcount stays below staff, and turnover or balance-sheet total at or below its
// ceiling in euros.
var ceilings = []struct {
	class             SizeClass
	staff             int
	turnover, balance int64
}{
	{Micro, 10, 2_000_000, 2_000_000},
	{Small, 50, 10_000_000, 10_000_000},
	{Medium, 250, 50_000_000, 43_000_000},
}

// SizeClassOf computes the size class by Recommendation 2003/361/EC, annex, article 2: the smallest class below whose staff
// ceiling the headcount (annual work units) lies and whose ceiling either the turnover or the balance-sheet total (EUR) does not
// pass; LARGE where no class fits. It is nil while the headcount, or both amounts, are missing; a missing amount does not help.
//
// Figures of PARTNER and LINKED enterprises must be the consolidated ones (annex, article 6): the same rule then holds for them.
// Not judged: article 4's second year (a class changes only after two years in a row) and article 3.4 (25 % held by public bodies).
func SizeClassOf(headcount *int, turnover, balance *int64) *SizeClass {
	if headcount == nil || turnover == nil && balance == nil {
		return nil
	}
	within := func(amount *int64, ceiling int64) bool { return amount != nil && *amount <= ceiling }
	class := Large
	for _, c := range ceilings {
		if *headcount < c.staff && (within(turnover, c.turnover) || within(balance, c.balance)) {
			class = c.class
			break
		}
	}
	return &class
}
