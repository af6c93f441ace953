/** What registers a partnership of Esbjerg, on the route with the fewest rules. */
export const registration = (caseNumber: string, title = `Case ${caseNumber}`) => ({
  caseNumber,
  title,
  leadOrganisation: '0561',
  leadOrganisationName: 'Esbjerg Kommune',
  route: 'public-private-innovation',
  classification: {
    theme: 'time-and-workforce',
    sectorArea: 'elderly-and-health',
    mainPurpose: 'efficiency',
    innovationTypes: ['product'],
    legalForm: 'agreement',
    subjectNumber: '27.36.00',
  },
});
