declare module 'virtual:catalogues?*' {
  const catalogues: Readonly<Record<import('./i18n/catalogue').Language, import('./i18n/catalogue').Catalogue>>;
  export default catalogues;
}

declare module 'virtual:guides' {
  const sections: readonly import('./docs/search').Section[];
  export default sections;
}
