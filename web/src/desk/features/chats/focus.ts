/** Where the keyboard should go next; a new object each time, so that the same wish can be made twice. */
export interface FocusWish {
  contactId: string;
  on: 'writing' | 'phrases';
}
