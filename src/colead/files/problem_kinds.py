"""Every problem and warning that a file can have: what is wrong, what is allowed, what to do.

The one place for these sentences. ``docs/reference/staff-list.md`` lists the codes, the Danish catalogue
translates the sentences, and a test holds the three together.
"""

from typing import NamedTuple

from colead.files.translation import gettext_noop as _


class ProblemKind(NamedTuple):
    """One kind of problem: templates with named fields."""

    template: str
    hint: str = ""


_UNREADABLE_FILES = {
    "file_missing": ProblemKind(_("There is no file '{name}'."), _("Check the path and the spelling.")),
    "file_is_directory": ProblemKind(_("'{name}' is a folder."), _("Name the file in it.")),
    "file_unreadable": ProblemKind(_("'{name}' cannot be opened."), _("Check that you may read it.")),
    "file_empty": ProblemKind(_("'{name}' is empty."), _("Send a file with a header and at least one row.")),
    "file_too_large": ProblemKind(
        _("'{name}' is larger than {megabytes} MB."), _("Remove columns that are not needed, or use Parquet.")
    ),
    "file_too_heavy": ProblemKind(
        _("'{name}' takes too much time or memory to read."),
        _("Save the one sheet that is needed as CSV and send that."),
    ),
    "not_text": ProblemKind(
        _("'{name}' is neither text, a workbook nor Parquet: it holds bytes that are no text."),
        _("Save it as CSV or XLSX and try again."),
    ),
    "encoding": ProblemKind(
        _("'{name}' holds a character that no encoding we know has."),
        _("Save it as 'CSV UTF-8' and try again."),
    ),
    "mixed_encodings": ProblemKind(
        _("'{name}' mixes two encodings; written in another than the rest are the lines {lines}."),
        _("Correct the letters in these lines, save it as 'CSV UTF-8' and try again."),
    ),
    "workbook_locked": ProblemKind(
        _("'{name}' is locked with a password."), _("Save it without a password and try again.")
    ),
    "html": ProblemKind(
        _("'{name}' is a web page (HTML), not a workbook, whatever its name says."),
        _("Open it in a spreadsheet, save it as .xlsx and try again."),
    ),
    "xml_2003": ProblemKind(
        _("'{name}' is an XML file of Excel 2003, not a workbook of today."),
        _("Open it in a spreadsheet, save it as .xlsx and try again."),
    ),
    "rich_text": ProblemKind(
        _("'{name}' is formatted text (RTF), not a table."),
        _("Copy the table into a spreadsheet and save that."),
    ),
    "word_document": ProblemKind(
        _("'{name}' is a Word document, not a table."), _("Copy the table into a spreadsheet and save that.")
    ),
    "presentation": ProblemKind(
        _("'{name}' is a presentation, not a table."), _("Copy the table into a spreadsheet and save that.")
    ),
    "numbers_document": ProblemKind(
        _("'{name}' is a document of Apple Numbers."), _("Export it as Excel or CSV and send that.")
    ),
    "pdf": ProblemKind(_("'{name}' is a PDF, not a table."), _("Export CSV or XLSX from where it was made.")),
    "workbook_damaged": ProblemKind(
        _("'{name}' looks like a workbook, but it is damaged."),
        _("Open it in a spreadsheet, save it as .xlsx and try again."),
    ),
    "workbook_too_large": ProblemKind(
        _("'{name}' unpacks to more than {megabytes} MB or {files} files."),
        _("Save the sheet as CSV and send that."),
    ),
    "parquet_damaged": ProblemKind(
        _("'{name}' is a damaged Parquet file."), _("Write it again and try once more.")
    ),
    "graph_damaged": ProblemKind(
        _("'{name}' looks like a graph file, but it is damaged."),
        _("Write it again from the program that made it, or send a table with a row for each tie."),
    ),
    "graph_empty": ProblemKind(
        _("'{name}' is a graph file without a tie."), _("Send one in which people are connected.")
    ),
    "dl_format": ProblemKind(
        _("DL files of the format '{format}' are not read."),
        _("Export it as fullmatrix, edgelist1 or nodelist1."),
    ),
    "dl_labels": ProblemKind(
        _("The DL file '{name}' says n = {people}, but has {labels} labels."),
        _("Export it again, with a label for each person."),
    ),
    "too_large": ProblemKind(
        _("'{name}' has more than {columns} columns or {cells} cells."),
        _("Keep only the columns that are needed."),
    ),
    "no_header": ProblemKind(
        _("'{name}' has no header."),
        _("Write the names of the columns in the first row, for example id,manager,unit."),
    ),
    "no_header_found": ProblemKind(
        _("'{name}' has no header that could be found; its first row is: {first}."),
        _("Say which row is the header, or write the names of the columns in the first row."),
    ),
    "no_such_row": ProblemKind(
        _("Nothing stands here that could be a header."), _("Choose a line of the file that holds something.")
    ),
    "bad_lines": ProblemKind(
        _("'{value}' names no lines."), _("Write one as 3, several as 3-4 or 3, 7; a header may be none.")
    ),
    "several_sheets": ProblemKind(
        _("'{name}' holds several sheets with tables: {sheets}."),
        _("Choose one of them, or all."),
    ),
    "no_such_sheet": ProblemKind(
        _("'{name}' has no sheet '{sheet}'; its sheets are: {sheets}."), _("Choose one of these.")
    ),
    "formula_uncalculated": ProblemKind(
        _("The formula in {cell} has never been calculated."),
        _("Open the workbook in a spreadsheet, save it and try again."),
    ),
    "cell_error": ProblemKind(
        _("Cell {cell} shows the error {value}."), _("Correct its formula, or empty the cell.")
    ),
    "no_rows": ProblemKind(
        _("'{name}' has a header and nothing else."), _("Add one row for each person or tie.")
    ),
    "open_quote": ProblemKind(
        _("A quotation mark opens here and is never closed."),
        _("Close it, or take it out; the rows after it could not be read."),
    ),
    "ragged_row": ProblemKind(
        _("This row has {found} cells, the header has {expected}."),
        _("Check its separators, and whether a quotation mark is missing."),
    ),
}

_PRIVACY = {
    "cpr": ProblemKind(
        _("A civil registration number (CPR) stands here."),
        _("Colead refuses files with CPR numbers. Use staff numbers as ids and remove the CPR number."),
    ),
    "cpr_several": ProblemKind(
        _("Civil registration numbers (CPR) stand in {count} lines of this column: {lines}."),
        _("Colead refuses files with CPR numbers. Use staff numbers as ids and remove the CPR numbers."),
    ),
}

_STAFF_ROWS = {
    "no_key_column": ProblemKind(
        _("No column names the people; the columns are: {header}."),
        _("Call the column with the staff number or e-mail 'id'."),
    ),
    "unknown_column": ProblemKind(
        _("There is no column '{label}'; the columns are: {header}."), _("Choose one of these.")
    ),
    "nobody_employed": ProblemKind(
        _("Nobody in the file is employed on {day}."),
        _("Choose another day, or check the start and end dates."),
    ),
    "missing_key": ProblemKind(_("This person has no id."), _("Give every person an id of their own.")),
    "impossible_id": ProblemKind(
        _("'{value}' cannot stand in the address of a page."),
        _("Take out control characters, and steps that are only '.' or '..'."),
    ),
    "duplicate_id": ProblemKind(
        _("The id '{person}' is already used on line {first_line}, for another person."),
        _("Give each person an id of their own."),
    ),
    "duplicate_row": ProblemKind(
        _("Person '{person}' already holds this position at the same time on line {first_line}."),
        _("Remove one of the rows, or give the second position its own unit, title or dates."),
    ),
    "bad_email": ProblemKind(
        _("'{value}' is not an e-mail address."), _("Write it as name@example.org or leave it empty.")
    ),
    "bad_date": ProblemKind(
        _("'{value}' is not a date."),
        _("Write dates as 2026-09-30 or 30-09-2026, the year with four digits."),
    ),
    "dates_reversed": ProblemKind(
        _("The period ends on {end}, before it begins on {start}."), _("Swap the dates or leave one empty.")
    ),
    "bad_level": ProblemKind(
        _("'{value}' is not a level."), _("Write a whole number, smallest at the top, or leave it empty.")
    ),
    "bad_number": ProblemKind(_("'{value}' is not a number."), _("Write it as 37, 37.5 or 37,5.")),
    "hours_out_of_range": ProblemKind(_("{value} hours a week cannot be."), _("Write 0 to 168.")),
    "share_out_of_range": ProblemKind(
        _("{value} is not a share of full time."), _("Write 0 to 2, or a percentage as in 80 %.")
    ),
    "bad_flag": ProblemKind(_("'{value}' is neither yes nor no."), _("Write yes or no, or leave it empty.")),
}

_REPORTING_LINES = {
    "unknown_manager": ProblemKind(
        _("Person '{person}' reports to '{manager}', who is not in the file."),
        _("Add '{manager}' or leave the manager empty."),
    ),
    "ambiguous_manager": ProblemKind(
        _("Person '{person}' reports to '{manager}', which fits several people: {several}."),
        _("Write the manager's id instead."),
    ),
    "self_manager": ProblemKind(
        _("Person '{person}' reports to themselves."), _("Leave the manager empty for whoever is at the top.")
    ),
    "cycle": ProblemKind(
        _("These {count} people report to each other in a circle: {members} (lines {lines})."),
        _("Correct the manager of one of them; whoever is at the top has none."),
    ),
}

_UNITS = {
    "unit_without_name": ProblemKind(
        _("Unit '{unit}' has no name."), _("Write its name in one of its rows.")
    ),
    "unit_two_parents": ProblemKind(
        _("Unit '{unit}' lies under '{parent}' here, but under '{first_parent}' on line {first_line}."),
        _("Give units with the same name an id each, or correct the unit above."),
    ),
    "unit_cycle": ProblemKind(
        _("These units lie inside each other in a circle: {members}."),
        _("Correct the unit above one of them."),
    ),
    "unit_too_deep": ProblemKind(
        _("Unit '{unit}' lies {levels} levels deep; {most} are the most."),
        _("Check the column with the unit above, or what separates the units of a path."),
    ),
}

_TIES = {
    "no_tie_columns": ProblemKind(
        _("No two columns say who looks to whom; the columns are: {header}."),
        _("Call them 'from' and 'to', with a person's id in each."),
    ),
    "tie_without_person": ProblemKind(
        _("A person is missing here."), _("Write the id of a person of the staff list.")
    ),
    "unknown_person": ProblemKind(
        _("'{value}' is not in the staff list."),
        _("Add the person to the staff list, or leave out whoever is not in it."),
    ),
    "person_suggested": ProblemKind(
        _("'{value}' is not in the staff list."), _("Did you mean {people}? Say so, or set the person aside.")
    ),
    "ambiguous_person": ProblemKind(
        _("'{value}' may be any of several people: {people}."), _("Write the id, or say who is meant.")
    ),
    "alike_id": ProblemKind(
        _("'{value}' is not known here, but '{meant}' is, which differs only by case, zeros or '.0'."),
        _("Write '{meant}' where it is meant."),
    ),
    "several_kinds": ProblemKind(
        _("'{name}' holds several kinds of ties: {kinds}."),
        _("Read it with read_tie_kinds, or keep one kind."),
    ),
}

WARNINGS = {
    "columns_passed_over": ProblemKind(
        _("Columns that are not read: {columns}."), _("Say what they hold if they count.")
    ),
    "total_left_out": ProblemKind(
        _("This row sums up others and is left out: {text}."), _("If it is a person, put the row back.")
    ),
    "header_left_out": ProblemKind(_("The header stands here once more; the row is left out.")),
    "note_left_out": ProblemKind(
        _("This note below the table is left out: {text}."), _("If it is a person, put the row back.")
    ),
    "manager_left": ProblemKind(
        _("Person '{person}' reports to '{manager}', who is not employed on {day}."),
        _("Until that is corrected, '{person}' counts as reporting to nobody."),
    ),
    "nobody_on_top": ProblemKind(
        _("Everybody reports to somebody."), _("Leave the manager empty for whoever is at the top.")
    ),
    "several_on_top": ProblemKind(
        _("{count} people report to nobody: {people}."), _("Check that this is meant.")
    ),
    "no_manager_column": ProblemKind(
        _("No column says who reports to whom, so there are no reporting lines."),
        _("Call the column with the manager's id 'manager'."),
    ),
    "unit_without_lead": ProblemKind(
        _("Nobody leads unit '{unit}' with its {people} people."), _("Check who its people report to.")
    ),
    "unit_two_leads": ProblemKind(
        _("Unit '{unit}' has {count} leads: {people}."), _("Check that this is meant.")
    ),
    "unit_two_names": ProblemKind(
        _("Unit '{unit}' is called '{value}' here and '{name}' on line {first_line}."),
        _("The first name is used."),
    ),
}

_TIE_NOTES = {
    "ties_both_ways": ProblemKind(_("Undirected ties: {both_ways}."), _("They count both ways.")),
    "ties_empty": ProblemKind(_("Ties without a weight: {empty}."), _("Their weight is 1.")),
    "ties_zero": ProblemKind(_("Rows of weight 0: {zero}."), _("They are no ties.")),
    "ties_negative": ProblemKind(
        _("Rows with a negative weight: {negative}."), _("They are no ties; check what they mean.")
    ),
    "ties_own": ProblemKind(_("Ties of people to themselves: {own}."), _("They are left out.")),
    "ties_repeated": ProblemKind(
        _("Repeated ties: {repeated}."), _("Each counts once, with its largest weight.")
    ),
    "ties_outside": ProblemKind(
        _("Ties of people who are not in the staff list: {outside} (of {outsiders} different people)."),
        _("They are set aside."),
    ),
    "ties_left": ProblemKind(
        _("Ties of people who have left, or have not begun yet: {left} (of {leavers} different people)."),
        _("They are left out."),
    ),
    "answers_of_some": ProblemKind(
        _("{rows} people have a row of answers, and {people} count as having answered."),
        _("If the others did not answer, send the same file as the list of those who answered, too."),
    ),
    "ties_passed_over": ProblemKind(
        _("Columns that are not read: {columns}."), _("Say what they hold if they count.")
    ),
}

KINDS = _UNREADABLE_FILES | _PRIVACY | _STAFF_ROWS | _REPORTING_LINES | _UNITS | _TIES | _TIE_NOTES | WARNINGS
