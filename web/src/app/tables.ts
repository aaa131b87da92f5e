// A browser reads its tables of a language's numbers and dates when the first of them is written, which takes as long as drawing half a page.
// All threads of a page share them: read here, meanwhile, they are there when the page is drawn. The thread's name is the language.
new Intl.NumberFormat(self.name).format(1000);
new Intl.DateTimeFormat(self.name, { dateStyle: "medium", timeZone: "UTC" }).format(0);
self.close();
