package page

// Direction is which way a list runs.
type Direction string

// The directions; the empty one is whatever the list's default is.
const (
	Ascending  Direction = "ASC"
	Descending Direction = "DESC"
)

// Valid tells whether there is such a direction.
func (d Direction) Valid() bool { return d == Ascending || d == Descending }
